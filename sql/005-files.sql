-- What is known of images' files: which object each is, by the object store's own id, and what was last found amiss.
--
-- Images that are there keep their meaning; which object is theirs is noted when they are next registered. Columns are
-- added without rewriting the table; the key is built in a minute or so on a million images, in which no Plankton may
-- use them. Run again after a failure it goes on.

ALTER TABLE image
  MODIFY status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what everybody is told that it is fit for: available, unavailable, error, queued, saving, deleted',
  ADD COLUMN IF NOT EXISTS object_uuid CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin       NULL COMMENT 'the object''s own id; null: no bytes, the object store gives none, or it was not noted' AFTER checksum,
  ADD COLUMN IF NOT EXISTS finding     VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT '' COMMENT 'what is amiss with the file: changed, gone; empty: nothing, as far as is known' AFTER status,
  ADD COLUMN IF NOT EXISTS found_at    DATETIME(6) NULL COMMENT 'UTC; when that was found; null: nothing is' AFTER finding,
  ADD COLUMN IF NOT EXISTS own_status  VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT '' COMMENT 'what status is again when the file is as it was registered; empty: nothing is amiss' AFTER found_at;

-- In a statement of its own: together with a key, columns would have the table rewritten.
ALTER TABLE image
  ADD UNIQUE KEY IF NOT EXISTS image_object (object_uuid) COMMENT 'one image an object; register looks an image up by it';

CREATE TABLE IF NOT EXISTS object_reader (
  object_uuid CHAR(36)     CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'the object''s own id; no image''s any longer',
  account     VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'whom the object store may take for a reader of it; * is everyone',
  PRIMARY KEY (object_uuid, account) COMMENT 'whom the store is to be told of when the object is registered again'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='readers of objects that were displaced by others: nobody knows where those are, if they are anywhere';

CREATE TABLE IF NOT EXISTS file_check (
  number     TINYINT     NOT NULL COMMENT '1: there is one walk, and all services go on with it',
  position   CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id of the image whose file was looked at last; empty: none of this walk''s',
  claimed_at DATETIME(6) NOT NULL COMMENT 'UTC; when a service last began to look at some',
  PRIMARY KEY (number) COMMENT 'how far the walk has come'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='how far the service''s own check of the files has come';
