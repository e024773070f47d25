-- What OpenStack Images v2 knows of images: hidden ones, tags, SHA-512, the disk's size; what members have said to
-- being that; and formats.
--
-- Hidden images are in everybody's lists no longer, and stages of their own in the keys of lists, so that no list walks
-- through them. Images that are for everybody are found by their visibility, as some lists are of those that are told
-- nobody but who asks for such.
--
-- Members that are there have accepted it: nobody asked them. Since when they are members nobody has noted; it is told
-- as the image's time of creation. The table of images and its keys are built anew, which takes a minute or so for a
-- million images, and the room of both; each statement is done as a whole or not at all, and all can be run again.

INSERT IGNORE INTO word (kind, number, word) VALUES
  ('disk_format', 55, 'gpt'), ('container_format', 45, 'compressed'),
  ('member_status', 10, 'accepted'), ('member_status', 20, 'pending'), ('member_status', 30, 'rejected');

ALTER TABLE image
  ADD COLUMN IF NOT EXISTS sha512       VARBINARY(64) NOT NULL DEFAULT ''
    COMMENT 'of the bytes; empty: nobody has computed it' AFTER md5,
  ADD COLUMN IF NOT EXISTS virtual_size BIGINT        NULL
    COMMENT 'bytes of the disk that they are an image of, as their header says; null: it says nothing' AFTER sha512,
  ADD COLUMN IF NOT EXISTS is_hidden    BOOLEAN       NOT NULL DEFAULT FALSE
    COMMENT 'it is only in lists of such, and in some of its owner''s' AFTER is_public,
  ADD COLUMN IF NOT EXISTS tags         JSON          NOT NULL DEFAULT '[]'
    COMMENT 'one array of strings, each once and in order' AFTER min_disk,
  MODIFY is_public BOOLEAN          NOT NULL COMMENT 'every user of the cloud finds it in their lists',
  MODIFY stage     TINYINT UNSIGNED NOT NULL
    COMMENT '0: registered; 1: and without bytes; 2: registered no longer; 3 and 4: as 0 and 1, and hidden',
  DROP CONSTRAINT IF EXISTS image_stage_follows,
  DROP CONSTRAINT IF EXISTS image_is_public_follows,
  ADD CONSTRAINT image_stage_follows
    CHECK (stage = IF(deleted_at IS NOT NULL, 2, (location_hash IS NULL) + IF(is_hidden, 3, 0))),
  ADD CONSTRAINT image_is_public_follows
    CHECK (is_public = (visibility = 30 AND NOT is_hidden)),
  DROP KEY IF EXISTS image_public_status,
  DROP KEY IF EXISTS image_public_name,
  DROP KEY IF EXISTS image_public_size,
  DROP KEY IF EXISTS image_public_disk_format,
  DROP KEY IF EXISTS image_public_container_format,
  DROP KEY IF EXISTS image_public_created_at,
  DROP KEY IF EXISTS image_public_updated_at,
  ADD KEY IF NOT EXISTS image_own_visibility       (owner, stage, is_public, visibility, created_at, id, status)
    COMMENT 'listing: images of an owner that are not public, of that visibility, by time of creation',
  ADD KEY IF NOT EXISTS image_all_status           (visibility, stage, status, id)
    COMMENT 'listing: public images, those for whoever has their id, or all others; by status, by id in each',
  ADD KEY IF NOT EXISTS image_all_name             (visibility, stage, name, id, status)
    COMMENT 'the same by name, or of that name',
  ADD KEY IF NOT EXISTS image_all_size             (visibility, stage, size, id, status)
    COMMENT 'the same by size, or of such a size',
  ADD KEY IF NOT EXISTS image_all_disk_format      (visibility, stage, disk_format, id, status)
    COMMENT 'the same by disk format, or of that format',
  ADD KEY IF NOT EXISTS image_all_container_format (visibility, stage, container_format, id, status)
    COMMENT 'the same by container format, or of that format',
  ADD KEY IF NOT EXISTS image_all_created_at       (visibility, stage, created_at, id, status)
    COMMENT 'the same by time of creation',
  ADD KEY IF NOT EXISTS image_all_updated_at       (visibility, stage, updated_at, id, status)
    COMMENT 'the same by time of last change, or changed since; clearing away what is long gone';

CREATE TABLE IF NOT EXISTS image_tag (
  tag              VARCHAR(255)     NOT NULL COMMENT 'as its owner has written it',
  account          INT UNSIGNED     NOT NULL
    COMMENT 'in whose lists: its owner''s; of an image in everybody''s there is another row, with 0',
  image            INT UNSIGNED     NOT NULL COMMENT 'number of an image that is registered and has that tag',
  PRIMARY KEY (tag, account, image)             COMMENT 'listing: images that have a tag'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an index of the tags of images, which are themselves in image.tags';

-- By its MD5 an image is found as by a property, whose key nobody can write in a header.
INSERT IGNORE INTO image_property (pair, account, image)
SELECT LEFT(UNHEX(SHA2(CONCAT(CHAR(0), 'md5=', LOWER(HEX(image.md5))), 256)), 6),
  IF(lists.are_everybodys, 0, image.owner), image.number
FROM image
JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists ON image.is_public OR NOT lists.are_everybodys
WHERE image.deleted_at IS NULL AND image.md5 != '';

BEGIN NOT ATOMIC
  IF NOT EXISTS (SELECT 1 FROM information_schema.columns
                 WHERE table_schema = DATABASE() AND table_name = 'image_member' AND column_name = 'updated_at'
                   AND column_default IS NULL AND is_nullable = 'NO') THEN
    ALTER TABLE image_member
      ADD COLUMN IF NOT EXISTS status     TINYINT UNSIGNED NOT NULL DEFAULT 10
        COMMENT 'what the account says to it, as a word',
      ADD COLUMN IF NOT EXISTS created_at DATETIME(6)      NULL COMMENT 'UTC; since when it is a member',
      ADD COLUMN IF NOT EXISTS updated_at DATETIME(6)      NULL COMMENT 'UTC; when status was last changed';
    UPDATE image_member member
    JOIN image ON image.number = member.image
    SET member.created_at = image.created_at, member.updated_at = image.created_at
    WHERE member.updated_at IS NULL;
    ALTER TABLE image_member
      ALTER COLUMN status DROP DEFAULT,
      MODIFY created_at DATETIME(6) NOT NULL COMMENT 'UTC; since when it is a member',
      MODIFY updated_at DATETIME(6) NOT NULL COMMENT 'UTC; when status was last changed',
      DROP KEY image_member_account,
      ADD KEY image_member_account (account, status, image)
        COMMENT 'listing: images shared with the caller, which may be many that they have not accepted';
  END IF;
END;

ALTER TABLE image_upload
  ADD COLUMN IF NOT EXISTS is_repeatable BOOLEAN NOT NULL DEFAULT FALSE
    COMMENT 'if it fails its image waits for its bytes again; else the image is in error';
