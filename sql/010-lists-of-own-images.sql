-- Keys of what accounts own have public images apart, as lists have those from the keys of public ones: so no image is
-- in two parts of a list, and nobody looks whether one is. All keys of lists tell the status, by which Glance's leave
-- out what has failed.
--
-- What listings look images up by is written with the image, and generated no longer: of a prepared statement that asks
-- for a generated column MariaDB also reads what that one is of, once somebody has read whole rows of the table: so a
-- row for each place in a key. The checks hold what generating them did.
--
-- The table of images and its keys are built anew, which takes some half a minute for a million images, and the room
-- of both. It is done as a whole or not at all, and can be run again.

ALTER TABLE image
  MODIFY stage     TINYINT UNSIGNED NOT NULL
    COMMENT '0: registered; 1: registered, and without bytes; 2: registered no longer',
  MODIFY is_public BOOLEAN          NOT NULL COMMENT 'every user of the cloud finds it in their lists',
  ADD CONSTRAINT IF NOT EXISTS image_stage_follows
    CHECK (stage = IF(deleted_at IS NOT NULL, 2, location_hash IS NULL)),
  ADD CONSTRAINT IF NOT EXISTS image_is_public_follows
    CHECK (is_public = (visibility = 30)),
  DROP KEY image_own_name,
  DROP KEY image_own_size,
  DROP KEY image_own_disk_format,
  DROP KEY image_own_container_format,
  DROP KEY image_own_created_at,
  DROP KEY image_own_updated_at,
  DROP KEY image_public_name,
  DROP KEY image_public_size,
  DROP KEY image_public_disk_format,
  DROP KEY image_public_container_format,
  DROP KEY image_public_created_at,
  DROP KEY image_public_updated_at,
  ADD KEY image_own_name                (owner, stage, is_public, name, id, status)
    COMMENT 'listing: the caller''s own that are not public, by name, or of that name; public ones of an owner',
  ADD KEY image_own_size                (owner, stage, is_public, size, id, status)
    COMMENT 'the same by size, or of such a size',
  ADD KEY image_own_disk_format         (owner, stage, is_public, disk_format, id, status)
    COMMENT 'the same by disk format, or of that format',
  ADD KEY image_own_container_format    (owner, stage, is_public, container_format, id, status)
    COMMENT 'the same by container format, or of that format',
  ADD KEY image_own_created_at          (owner, stage, is_public, created_at, id, status)
    COMMENT 'the same by time of creation',
  ADD KEY image_own_updated_at          (owner, stage, is_public, updated_at, id, status)
    COMMENT 'the same by time of last change, or changed since',
  ADD KEY image_public_name             (is_public, stage, name, id, status)
    COMMENT 'listing: public images, by name, or of that name',
  ADD KEY image_public_size             (is_public, stage, size, id, status)
    COMMENT 'the same by size, or of such a size',
  ADD KEY image_public_disk_format      (is_public, stage, disk_format, id, status)
    COMMENT 'the same by disk format, or of that format',
  ADD KEY image_public_container_format (is_public, stage, container_format, id, status)
    COMMENT 'the same by container format, or of that format',
  ADD KEY image_public_created_at       (is_public, stage, created_at, id, status)
    COMMENT 'the same by time of creation',
  ADD KEY image_public_updated_at       (is_public, stage, updated_at, id, status)
    COMMENT 'the same by time of last change, or changed since; clearing away what is long gone';
