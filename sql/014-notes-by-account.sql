-- Whose object it is of which the object store is still to be told something, so that all of an account's is found.
--
-- What is noted so far keeps its meaning. Of a change of readers that was left off, and of which nobody is noted, it is
-- known only if an image has the object; of another there is nothing to tell. The tables are empty while all is well,
-- so this takes no time. Run again after a failure it goes on.

ALTER TABLE image_unsettled_reader
  ADD COLUMN IF NOT EXISTS location_account VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT ''
    COMMENT 'of location, the account' AFTER location;

UPDATE image_unsettled_reader
SET location_account = CONVERT(SUBSTRING_INDEX(SUBSTRING_INDEX(location, '/', 3), '/', -1) USING ascii);

ALTER TABLE image_unsettled_reader
  ALTER COLUMN location_account DROP DEFAULT,
  ADD KEY IF NOT EXISTS image_unsettled_reader_account (location_account, location_hash)
    COMMENT 'telling the store of an account''s objects';

ALTER TABLE image_sharing
  ADD COLUMN IF NOT EXISTS location VARCHAR(2048) NOT NULL DEFAULT ''
    COMMENT 'where the object is: pithos://account/container/object, not percent-encoded; empty: not known'
    AFTER location_hash,
  ADD COLUMN IF NOT EXISTS location_account VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT ''
    COMMENT 'of location, the account' AFTER location;

UPDATE image_sharing sharing
JOIN image_unsettled_reader reader ON reader.location_hash = sharing.location_hash
SET sharing.location = reader.location, sharing.location_account = reader.location_account
WHERE sharing.location = '';

UPDATE image_sharing sharing
JOIN image ON image.location_hash = LEFT(sharing.location_hash, 16)
JOIN account ON account.number = image.location_account
SET sharing.location = CONCAT(COALESCE(image.location_store, 'pithos'), '://', account.name, '/', image.location_path),
  sharing.location_account = account.name
WHERE sharing.location = '';

ALTER TABLE image_sharing
  ALTER COLUMN location DROP DEFAULT,
  ALTER COLUMN location_account DROP DEFAULT,
  ADD KEY IF NOT EXISTS image_sharing_account (location_account, location_hash)
    COMMENT 'telling the store of an account''s objects';
