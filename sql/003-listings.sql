-- Keys that give every listing in its order, whatever the size of the catalogue, and an index of properties.
--
-- A listing is put together of the images that are the caller's own, those that are public, and those that are shared with them. Of
-- each it reads no more than the page is long, in order, from a key: so there is one for each sort key, of each owner's images and of
-- the public ones; those by name, status, size and format also find what a filter asks for. The stage stands before the sort key
-- so that no images are passed over that are registered no longer, or have no bytes and are not asked for, and the keys alone
-- tell which images are on the page. Ids come last, as ties are broken by them.
--
-- The tables grow to twice their size or more; on a million images it takes some minutes, in which no Plankton may use them. Run again
-- after a failure it goes on.

ALTER TABLE image
  ADD COLUMN IF NOT EXISTS stage TINYINT AS (IF(deleted_at IS NOT NULL, 2, location_hash IS NULL)) PERSISTENT COMMENT '0: registered; 1: registered, and without bytes; 2: registered no longer';

ALTER TABLE image
  ADD KEY IF NOT EXISTS image_own_id               (owner, stage, id)                       COMMENT 'listing: images that the caller owns, by id',
  ADD KEY IF NOT EXISTS image_own_name             (owner, stage, name, id)                 COMMENT 'the same by name, or of that name',
  ADD KEY IF NOT EXISTS image_own_status           (owner, stage, status, id)               COMMENT 'the same by status, or of that status',
  ADD KEY IF NOT EXISTS image_own_size             (owner, stage, size, id)                 COMMENT 'the same by size, or of such a size',
  ADD KEY IF NOT EXISTS image_own_disk_format      (owner, stage, disk_format, id)          COMMENT 'the same by disk format, or of that format',
  ADD KEY IF NOT EXISTS image_own_container_format (owner, stage, container_format, id)     COMMENT 'the same by container format, or of that format',
  ADD KEY IF NOT EXISTS image_own_created_at       (owner, stage, created_at, id)           COMMENT 'the same by time of creation',
  ADD KEY IF NOT EXISTS image_own_updated_at       (owner, stage, updated_at, id)           COMMENT 'the same by time of last change, or changed since',
  ADD KEY IF NOT EXISTS image_public_id               (is_public, stage, id)                   COMMENT 'listing: public images, by id',
  ADD KEY IF NOT EXISTS image_public_name             (is_public, stage, name, id)             COMMENT 'the same by name, or of that name',
  ADD KEY IF NOT EXISTS image_public_status           (is_public, stage, status, id)           COMMENT 'the same by status, or of that status',
  ADD KEY IF NOT EXISTS image_public_size             (is_public, stage, size, id)             COMMENT 'the same by size, or of such a size',
  ADD KEY IF NOT EXISTS image_public_disk_format      (is_public, stage, disk_format, id)      COMMENT 'the same by disk format, or of that format',
  ADD KEY IF NOT EXISTS image_public_container_format (is_public, stage, container_format, id) COMMENT 'the same by container format, or of that format',
  ADD KEY IF NOT EXISTS image_public_created_at       (is_public, stage, created_at, id)       COMMENT 'the same by time of creation',
  ADD KEY IF NOT EXISTS image_public_updated_at       (is_public, stage, updated_at, id)       COMMENT 'the same by time of last change, or changed since',
  ADD KEY IF NOT EXISTS image_public_owner            (is_public, stage, owner, id)            COMMENT 'the same of that owner',
  DROP KEY IF EXISTS image_owner,
  DROP KEY IF EXISTS image_public;

CREATE TABLE IF NOT EXISTS image_property (
  pair             BINARY(8)     NOT NULL COMMENT 'of key=value, the first bytes of its SHA-256: others may have the same',
  image_id         CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'an image that is registered and has that property',
  PRIMARY KEY (pair, image_id)                  COMMENT 'listing: images that have a property'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an index of the properties of images, which are themselves in image.properties';

INSERT IGNORE INTO image_property (pair, image_id)
SELECT UNHEX(LEFT(SHA2(CONCAT(property.name COLLATE utf8mb4_bin, '=', JSON_VALUE(image.properties, CONCAT('$."', property.name, '"'))), 256), 16)), image.id
FROM image
JOIN JSON_TABLE(JSON_KEYS(image.properties), '$[*]' COLUMNS (name VARCHAR(1000) PATH '$')) property
WHERE image.deleted_at IS NULL;
