-- Keys that give every listing in its order, whatever the size of the catalogue, and an index of properties.
--
-- Of a listing each part (own, public, shared) is read in order from a key, and no farther than the page goes. So there is a key for
-- each sort key, of each owner's images and of the public ones; those for formats, status, size and name also find what filters on
-- them ask for. deleted_at stands before the sort key because a listing is of images that are registered (null), and a walk past
-- all that were unregistered lately would be long. Ids come last, as ties are broken by them.
--
-- The tables grow by half; on a million images it takes a few minutes, in which no Plankton may use them. Run again after a
-- failure it goes on.

ALTER TABLE image
  ADD KEY IF NOT EXISTS image_own_id               (owner, deleted_at, id)                       COMMENT 'listing: images that the caller owns, by id',
  ADD KEY IF NOT EXISTS image_own_name             (owner, deleted_at, name, id)                 COMMENT 'the same by name, or of that name',
  ADD KEY IF NOT EXISTS image_own_status           (owner, deleted_at, status, id)               COMMENT 'the same by status, or of that status',
  ADD KEY IF NOT EXISTS image_own_size             (owner, deleted_at, size, id)                 COMMENT 'the same by size, or of such a size',
  ADD KEY IF NOT EXISTS image_own_disk_format      (owner, deleted_at, disk_format, id)          COMMENT 'the same by disk format, or of that format',
  ADD KEY IF NOT EXISTS image_own_container_format (owner, deleted_at, container_format, id)     COMMENT 'the same by container format, or of that format',
  ADD KEY IF NOT EXISTS image_own_created_at       (owner, deleted_at, created_at, id)           COMMENT 'the same by time of creation',
  ADD KEY IF NOT EXISTS image_own_updated_at       (owner, updated_at, id, deleted_at)           COMMENT 'the same by time of last change; what has changed since, deleted ones too',
  ADD KEY IF NOT EXISTS image_public_id               (is_public, deleted_at, id)                   COMMENT 'listing: public images, by id',
  ADD KEY IF NOT EXISTS image_public_name             (is_public, deleted_at, name, id)             COMMENT 'the same by name, or of that name',
  ADD KEY IF NOT EXISTS image_public_status           (is_public, deleted_at, status, id)           COMMENT 'the same by status, or of that status',
  ADD KEY IF NOT EXISTS image_public_size             (is_public, deleted_at, size, id)             COMMENT 'the same by size, or of such a size',
  ADD KEY IF NOT EXISTS image_public_disk_format      (is_public, deleted_at, disk_format, id)      COMMENT 'the same by disk format, or of that format',
  ADD KEY IF NOT EXISTS image_public_container_format (is_public, deleted_at, container_format, id) COMMENT 'the same by container format, or of that format',
  ADD KEY IF NOT EXISTS image_public_created_at       (is_public, deleted_at, created_at, id)       COMMENT 'the same by time of creation',
  ADD KEY IF NOT EXISTS image_public_updated_at       (is_public, updated_at, id, deleted_at)       COMMENT 'the same by time of last change; what has changed since, deleted ones too',
  ADD KEY IF NOT EXISTS image_public_owner            (is_public, deleted_at, owner, id)            COMMENT 'the same of that owner',
  DROP KEY IF EXISTS image_owner,
  DROP KEY IF EXISTS image_public;

CREATE TABLE IF NOT EXISTS image_property (
  pair             BINARY(8)     NOT NULL COMMENT 'of key=value, the first bytes of its SHA-256: others may have the same',
  image_id         CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'an image that is registered and has that property',
  PRIMARY KEY (pair, image_id)                  COMMENT 'listing: images that have a property'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an index of the properties of images, which are themselves in image.properties';

INSERT IGNORE INTO image_property (pair, image_id)
SELECT UNHEX(LEFT(SHA2(CONCAT(property.name, '=', JSON_VALUE(image.properties, CONCAT('$."', property.name, '"'))), 256), 16)), image.id
FROM image
JOIN JSON_TABLE(JSON_KEYS(image.properties), '$[*]' COLUMNS (name VARCHAR(1000) PATH '$')) property
WHERE image.deleted_at IS NULL;
