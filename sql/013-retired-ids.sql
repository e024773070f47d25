-- Ids of images that are registered no longer, which nothing else ever gets, however long ago that was.
--
-- Of what was unregistered before, and is still remembered, nobody has noted which object it was: it is taken for the
-- one whose id it was, which could have it again until now. What has been cleared away is not known any longer. It
-- takes some seconds for a million images, and can be run again.

CREATE TABLE IF NOT EXISTS retired_id (
  id               BINARY(16)       NOT NULL COMMENT 'of an image that is registered no longer, or was once',
  object           BINARY(16)       NULL
    COMMENT 'what gets it again: by its own id or, if it has none, its location''s UUID; null: nothing ever',
  PRIMARY KEY (id)                              COMMENT 'whether an id may be given'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='ids that have been given, and are no image''s now; none is ever removed';

INSERT IGNORE INTO retired_id (id, object)
SELECT id, IF(checksum = '', NULL, id) FROM image WHERE deleted_at IS NOT NULL;
