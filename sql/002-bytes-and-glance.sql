-- Images without bytes, uploads, what OpenStack's Glance knows of an image beside what Plankton does, and members that may share.
--
-- Rows that are there keep their meaning. An image that is unregistered stays as a row with the time of that, until it is
-- cleared away: whoever keeps a copy of the catalogue asks what is gone since. The tables are rewritten; on a million images that
-- takes a minute or so, in which no Plankton may use them. Run again after a failure it goes on.

ALTER TABLE image
  MODIFY name             VARCHAR(255)  NOT NULL COMMENT 'not unique; empty: none',
  MODIFY location         VARCHAR(2048) NULL COMMENT 'pithos://account/container/object, not percent-encoded; null: no bytes',
  MODIFY location_hash    BINARY(32)    NULL COMMENT 'SHA-256 of location, which is too long for a key itself',
  MODIFY disk_format      VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what the bytes are: diskdump, extdump, …; empty: not told yet',
  MODIFY container_format VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'envelope around the disk: bare, ovf, …; empty: not told yet',
  MODIFY checksum         VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'the object store''s content hash, lower-case hex; empty: no bytes',
  MODIFY status           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what it is fit for: available, unavailable, error, queued, saving, deleted',
  ADD COLUMN IF NOT EXISTS md5          VARCHAR(32) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT '' COMMENT 'of the bytes, lower-case hex; empty: nobody has computed it' AFTER checksum,
  ADD COLUMN IF NOT EXISTS owns_bytes   BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'the bytes came through the registry and may go with the image' AFTER md5,
  ADD COLUMN IF NOT EXISTS is_protected BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'it cannot be unregistered' AFTER is_public,
  ADD COLUMN IF NOT EXISTS min_ram      INT         NOT NULL DEFAULT 0 COMMENT 'memory that it needs, MiB' AFTER is_protected,
  ADD COLUMN IF NOT EXISTS min_disk     INT         NOT NULL DEFAULT 0 COMMENT 'disk that it needs, GiB' AFTER min_ram,
  ADD COLUMN IF NOT EXISTS deleted_at   DATETIME(6) NULL COMMENT 'UTC; unregistration; null: it is registered' AFTER updated_at,
  ADD KEY IF NOT EXISTS image_deleted (deleted_at) COMMENT 'clearing away images that were unregistered long ago';

ALTER TABLE image_member
  ADD COLUMN IF NOT EXISTS can_share    BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'the account may share the image with others';

CREATE TABLE IF NOT EXISTS image_upload (
  image_id         CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'the image, registered or not',
  account          VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who uploads, and whose the object is',
  location         VARCHAR(2048) NOT NULL COMMENT 'pithos://account/container/object, not percent-encoded',
  location_hash    BINARY(32)    NOT NULL COMMENT 'SHA-256 of location, which is too long for a key itself',
  alive_at         DATETIME(6)   NULL COMMENT 'UTC; when bytes came last, as far as is known; null: none will',
  deleting_at      DATETIME(6)   NULL COMMENT 'UTC; when the store was last told to delete the object; null: not yet',
  PRIMARY KEY (image_id)                        COMMENT 'the upload of an image',
  KEY image_upload_location (location_hash)     COMMENT 'whether an object that is being registered is about to go',
  KEY image_upload_account (account)            COMMENT 'deleting what uploads of an account have left in the object store',
  KEY image_upload_alive (alive_at)             COMMENT 'finding uploads that have died'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an object that is no image''s but may be in the object store: on its way in, or left behind; empty while all is well';
