-- What may be in the object store of readers that are none here, by object; and the changes of readers that are on
-- their way there.
--
-- Who reads an object is noted by where the object is, since that is what the object store lets them read, whichever
-- image it is. A change of readers that is on its way is noted, too: as long as it is, nobody who is noted is
-- forgotten. Both tables are empty while all is well, so this takes no time; a service of an earlier version cannot
-- change readers any longer. Run again after a failure it goes on.

RENAME TABLE IF EXISTS image_former_reader TO image_unsettled_reader;

ALTER TABLE image_unsettled_reader
  ADD COLUMN IF NOT EXISTS location_hash BINARY(32) NOT NULL DEFAULT '' COMMENT 'SHA-256 of location, which is too long for a key itself' FIRST;

UPDATE image_unsettled_reader SET location_hash = UNHEX(SHA2(location, 256));

DELETE older FROM image_unsettled_reader older
JOIN image_unsettled_reader newer
  ON newer.location_hash = older.location_hash AND newer.account = older.account AND newer.image_id > older.image_id;

ALTER TABLE image_unsettled_reader
  MODIFY location_hash BINARY(32) NOT NULL COMMENT 'SHA-256 of location, which is too long for a key itself' FIRST,
  MODIFY account       VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who may be a reader of the object, and is none of the image; * is everyone' AFTER location_hash,
  MODIFY location      VARCHAR(2048) NOT NULL COMMENT 'where the object is: pithos://account/container/object, not percent-encoded' AFTER account,
  MODIFY image_id      CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'the image that they were let in for, registered or not' AFTER location,
  DROP PRIMARY KEY,
  ADD PRIMARY KEY (location_hash, account)                         COMMENT 'whom the object store has still to be told of',
  ADD KEY IF NOT EXISTS image_unsettled_reader_image (image_id)    COMMENT 'the objects of which that is so for an image',
  COMMENT='whom the object store may take for a reader of an object though they are none; empty while all is well';

CREATE TABLE IF NOT EXISTS image_sharing (
  location_hash    BINARY(32)    NOT NULL COMMENT 'SHA-256 of the location of the object whose readers are being changed',
  id               CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'UUID of the change',
  began_at         DATETIME(6)   NOT NULL COMMENT 'UTC; before the object store was asked anything',
  is_overtaken     BOOLEAN       NOT NULL COMMENT 'another change of the same object has ended since then',
  PRIMARY KEY (location_hash, id)               COMMENT 'whether a change was alone with its object'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='a change of the readers of an object that is on its way to the object store, or was left off there; empty while all is well';
