-- Numbers for what keys hold again and again: accounts, images and words; ids, hashes and checksums as bytes.
--
-- Images, members and the index of properties are copied into new tables, some ten thousand rows at a time, which then
-- take the places of the old ones. Nothing is changed in the old ones before that, and a copy that was broken off goes
-- on where it was: run again after a failure. No Plankton may use the tables meanwhile. On a million images it takes
-- some minutes, and until the end the room of both. Joins say in which order they go: nothing is known yet of tables
-- that have just been filled.
--
-- Keys hold an image's number, by which its row, its members and its properties are found; and its id, where a listing
-- is in their order, as ties are broken by it. Ids as bytes are in the order of their text.

CREATE TABLE IF NOT EXISTS word (
  kind             VARCHAR(16)      CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'which of an image''s fields has such words',
  number           TINYINT UNSIGNED NOT NULL
    COMMENT 'what that field holds; numbers are in the order of the words, with room between them',
  word             VARCHAR(16)      CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'what it means, as wires say it',
  PRIMARY KEY (kind, number)                    COMMENT 'what a number means'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='what numbers in other tables mean; the service knows them by itself, this is for whoever looks with SQL';

INSERT IGNORE INTO word (kind, number, word) VALUES
  ('status', 10, 'available'), ('status', 20, 'deleted'), ('status', 30, 'error'), ('status', 40, 'queued'),
  ('status', 50, 'saving'), ('status', 60, 'unavailable'),
  ('finding', 10, 'changed'), ('finding', 20, 'gone'),
  ('visibility', 10, 'community'), ('visibility', 20, 'private'), ('visibility', 30, 'public'),
  ('visibility', 40, 'shared'),
  ('disk_format', 10, 'aki'), ('disk_format', 20, 'ami'), ('disk_format', 30, 'ari'), ('disk_format', 40, 'diskdump'),
  ('disk_format', 50, 'extdump'), ('disk_format', 60, 'iso'), ('disk_format', 70, 'ntfsdump'),
  ('disk_format', 80, 'ploop'),
  ('disk_format', 90, 'qcow2'), ('disk_format', 100, 'raw'), ('disk_format', 110, 'vdi'), ('disk_format', 120, 'vhd'),
  ('disk_format', 130, 'vhdx'), ('disk_format', 140, 'vmdk'),
  ('container_format', 10, 'aki'), ('container_format', 20, 'ami'), ('container_format', 30, 'ari'),
  ('container_format', 40, 'bare'), ('container_format', 50, 'docker'), ('container_format', 60, 'ova'),
  ('container_format', 70, 'ovf');

CREATE TABLE IF NOT EXISTS account (
  number           INT UNSIGNED     NOT NULL AUTO_INCREMENT
    COMMENT 'stands for it in other tables; 0 is none, and in image_property everybody',
  name             VARCHAR(255)     CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'what the identity service calls it: a UUID, as a rule',
  PRIMARY KEY (number)                          COMMENT 'what an account is called',
  UNIQUE KEY account_name (name)                COMMENT 'which number it has'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an account that has, or had, an image, a file of one, or a membership; it stays';

BEGIN NOT ATOMIC
  DECLARE last_number INT UNSIGNED;
  DECLARE last_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE last_pair, next_pair BINARY(8);
  DECLARE next_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin;
  DECLARE copied INT DEFAULT 1;

  IF NOT EXISTS (SELECT 1 FROM information_schema.columns
                 WHERE table_schema = DATABASE() AND table_name = 'image' AND column_name = 'number') THEN

    CREATE TABLE IF NOT EXISTS next_image (
      number           INT UNSIGNED     NOT NULL AUTO_INCREMENT
        COMMENT 'stands for it in other tables; it is told nobody',
      id               BINARY(16)       NOT NULL COMMENT 'UUID: the object''s own where the object store gives one',
      owner            INT UNSIGNED     NOT NULL COMMENT 'account that the image belongs to',
      name             VARCHAR(256)     NOT NULL COMMENT 'not unique; empty: none',
      location_store   VARCHAR(16)      CHARACTER SET ascii COLLATE ascii_nopad_bin NULL
        COMMENT 'pithos://account/container/object: the store; null: pithos, or no bytes',
      location_account INT UNSIGNED     NULL COMMENT 'the account; null: no bytes',
      location_path    VARCHAR(1500)    NULL COMMENT 'container/object, not percent-encoded; null: no bytes',
      location_hash    BINARY(16)       NULL
        COMMENT 'the first bytes of the SHA-256 of the location, which is too long for a key itself',
      disk_format      TINYINT UNSIGNED NOT NULL COMMENT 'what the bytes are, as a word; 0: not told yet',
      container_format TINYINT UNSIGNED NOT NULL COMMENT 'envelope around the disk, as a word; 0: not told yet',
      size             BIGINT           NOT NULL COMMENT 'bytes',
      checksum         VARBINARY(64)    NOT NULL COMMENT 'the object store''s content hash; empty: no bytes',
      object_uuid      BINARY(16)       NULL
        COMMENT 'the object''s own id; null: no bytes, the object store gives none, or it was not noted',
      md5              VARBINARY(16)    NOT NULL DEFAULT '' COMMENT 'of the bytes; empty: nobody has computed it',
      owns_bytes       BOOLEAN          NOT NULL DEFAULT FALSE
        COMMENT 'the bytes came through the registry and may go with the image',
      status           TINYINT UNSIGNED NOT NULL COMMENT 'what everybody is told that it is fit for, as a word',
      finding          TINYINT UNSIGNED NOT NULL DEFAULT 0
        COMMENT 'what is amiss with the file, as a word; 0: nothing, as far as is known',
      found_at         DATETIME(6)      NULL COMMENT 'UTC; when that was found; null: nothing is',
      own_status       TINYINT UNSIGNED NOT NULL DEFAULT 0
        COMMENT 'what status is again when the file is as it was registered; 0: nothing is amiss',
      visibility       TINYINT UNSIGNED NOT NULL COMMENT 'who may see it, as a word',
      is_public        BOOLEAN          AS (visibility = 30) PERSISTENT
        COMMENT 'every user of the cloud finds it in their lists',
      is_protected     BOOLEAN          NOT NULL DEFAULT FALSE COMMENT 'it cannot be unregistered',
      min_ram          INT              NOT NULL DEFAULT 0 COMMENT 'memory that it needs, MiB',
      min_disk         INT              NOT NULL DEFAULT 0 COMMENT 'disk that it needs, GiB',
      properties       JSON             NOT NULL COMMENT 'one object of strings, its keys in order',
      created_at       DATETIME(6)      NOT NULL COMMENT 'UTC; first registration',
      updated_at       DATETIME(6)      NOT NULL COMMENT 'UTC; last change, later than every change before it',
      deleted_at       DATETIME(6)      NULL
        COMMENT 'UTC; unregistration, which was the last change; null: it is registered',
      readers_version  BIGINT           NOT NULL COMMENT 'counts the changes of who may see the image, from any number',
      stage            TINYINT          AS (IF(deleted_at IS NOT NULL, 2, location_hash IS NULL)) PERSISTENT
        COMMENT '0: registered; 1: registered, and without bytes; 2: registered no longer',
      PRIMARY KEY (number)                      COMMENT 'what keys point to',
      UNIQUE KEY image_id (id)                  COMMENT 'HEAD, update, unregister, members',
      CONSTRAINT image_location_whole CHECK ((location_account IS NULL) = (location_path IS NULL))
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
      COMMENT='a registered image: what the registry knows of an object in the object store';

    CREATE TABLE IF NOT EXISTS next_image_member (
      image            INT UNSIGNED     NOT NULL COMMENT 'the image''s number',
      account          INT UNSIGNED     NOT NULL COMMENT 'who may see it; never its owner',
      can_share        BOOLEAN          NOT NULL DEFAULT FALSE COMMENT 'the account may share the image with others',
      PRIMARY KEY (image, account)              COMMENT 'members of an image; whether an account is one',
      KEY image_member_account (account, image) COMMENT 'listing: images shared with the caller',
      CONSTRAINT image_member_of FOREIGN KEY (image) REFERENCES next_image (number) ON DELETE CASCADE
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
      COMMENT='an account that an image is shared with';

    CREATE TABLE IF NOT EXISTS next_image_property (
      pair             BINARY(6)        NOT NULL
        COMMENT 'of key=value, the first bytes of its SHA-256: others may have the same',
      account          INT UNSIGNED     NOT NULL
        COMMENT 'in whose lists: its owner''s; of a public image there is another row, with 0, for everybody''s',
      image            INT UNSIGNED     NOT NULL COMMENT 'number of an image that is registered and has that property',
      PRIMARY KEY (pair, account, image)        COMMENT 'listing: images that have a property'
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
      COMMENT='an index of the properties of images, which are themselves in image.properties';

    INSERT INTO account (name)
    SELECT older.name
    FROM (SELECT owner AS name FROM image
          UNION SELECT account FROM image_member
          UNION SELECT CONVERT(SUBSTRING_INDEX(SUBSTRING_INDEX(location, '/', 3), '/', -1) USING ascii) FROM image
                WHERE location IS NOT NULL) older
    LEFT JOIN account ON account.name = older.name
    WHERE account.number IS NULL;

    SET last_number = COALESCE((SELECT MAX(number) FROM next_image), 0);
    SET last_id = COALESCE((SELECT CAST(CAST(id AS UUID) AS CHAR) FROM next_image WHERE number = last_number), '');
    WHILE copied > 0 DO
      START TRANSACTION;
      INSERT INTO next_image (id, owner, name, location_store, location_account, location_path, location_hash,
        disk_format, container_format, size, checksum, object_uuid, md5, owns_bytes, status, finding, found_at,
        own_status, visibility, is_protected, min_ram, min_disk, properties, created_at, updated_at, deleted_at,
        readers_version)
      SELECT UNHEX(REPLACE(older.id, '-', '')), owner.number, older.name,
        NULLIF(older.store, 'pithos'), place.number,
        SUBSTR(older.location, CHAR_LENGTH(older.store) + CHAR_LENGTH(older.place) + CHAR_LENGTH(':///') + 1),
        LEFT(older.location_hash, 16),
        IF(older.disk_format = '', 0, disk.number), IF(older.container_format = '', 0, container.number),
        older.size, UNHEX(older.checksum), UNHEX(REPLACE(older.object_uuid, '-', '')), UNHEX(older.md5),
        older.owns_bytes, status.number, IF(older.finding = '', 0, finding.number), older.found_at,
        IF(older.own_status = '', 0, own_status.number),
        visibility.number, older.is_protected, older.min_ram, older.min_disk, older.properties,
        older.created_at, older.updated_at, older.deleted_at, older.readers_version
      FROM (SELECT image.*, SUBSTRING_INDEX(location, ':', 1) AS store,
              CONVERT(SUBSTRING_INDEX(SUBSTRING_INDEX(location, '/', 3), '/', -1) USING ascii) AS place
            FROM image WHERE id > last_id ORDER BY id LIMIT 10000) older
      STRAIGHT_JOIN account owner ON owner.name = older.owner
      LEFT JOIN account place ON place.name = older.place
      LEFT JOIN word disk ON disk.kind = 'disk_format' AND disk.word = older.disk_format
      LEFT JOIN word container ON container.kind = 'container_format' AND container.word = older.container_format
      LEFT JOIN word status ON status.kind = 'status' AND status.word = older.status
      LEFT JOIN word finding ON finding.kind = 'finding' AND finding.word = older.finding
      LEFT JOIN word own_status ON own_status.kind = 'status' AND own_status.word = older.own_status
      LEFT JOIN word visibility ON visibility.kind = 'visibility' AND visibility.word = older.visibility
      ORDER BY older.id;
      SET copied = ROW_COUNT();
      SET last_number = COALESCE((SELECT MAX(number) FROM next_image), 0);
      SET next_id = COALESCE((SELECT CAST(CAST(id AS UUID) AS CHAR) FROM next_image WHERE number = last_number), '');

      INSERT INTO next_image_member (image, account, can_share)
      SELECT newer.number, account.number, member.can_share
      FROM image_member member FORCE INDEX (PRIMARY)
      STRAIGHT_JOIN next_image newer FORCE INDEX (image_id) ON newer.id = UNHEX(REPLACE(member.image_id, '-', ''))
      STRAIGHT_JOIN account ON account.name = member.account
      WHERE member.image_id > last_id AND member.image_id <= next_id;
      COMMIT;

      SET last_id = next_id;
    END WHILE;

    SET last_pair = COALESCE((SELECT MAX(pair) FROM next_image_property), '');
    SET last_id = '';
    WHILE last_pair IS NOT NULL DO
      SET next_pair = NULL, next_id = NULL;
      SELECT pair, image_id INTO next_pair, next_id
      FROM image_property
      WHERE pair > last_pair OR pair = last_pair AND image_id > last_id
      ORDER BY pair, image_id
      LIMIT 1 OFFSET 49999;

      INSERT IGNORE INTO next_image_property (pair, account, image)
      SELECT LEFT(older.pair, 6), IF(lists.are_everybodys, 0, newer.owner), newer.number
      FROM (SELECT pair, image_id
            FROM image_property
            WHERE pair > last_pair OR pair = last_pair AND image_id > last_id
            ORDER BY pair, image_id
            LIMIT 50000) older
      STRAIGHT_JOIN next_image newer FORCE INDEX (image_id) ON newer.id = UNHEX(REPLACE(older.image_id, '-', ''))
      JOIN (SELECT FALSE AS are_everybodys UNION ALL SELECT TRUE) lists ON newer.is_public OR NOT lists.are_everybodys
      ORDER BY 1, 2, 3;

      SET last_pair = next_pair, last_id = next_id;
    END WHILE;
    ALTER TABLE next_image_property FORCE; -- in the order of its key, which it was not filled in: a quarter less
    ALTER TABLE next_image
      ADD UNIQUE KEY IF NOT EXISTS image_location           (location_hash)
        COMMENT 'one image a location; register looks an image up by it',
      ADD UNIQUE KEY IF NOT EXISTS image_object             (object_uuid)
        COMMENT 'one image an object; register looks an image up by it',
      ADD KEY IF NOT EXISTS image_own_status                (owner, stage, is_public, status, id)
        COMMENT 'listing: the caller''s own that are not public, by status, by id in each; public ones of an owner',
      ADD KEY IF NOT EXISTS image_own_name                  (owner, stage, name, id)
        COMMENT 'listing: images that the caller owns, by name, or of that name',
      ADD KEY IF NOT EXISTS image_own_size                  (owner, stage, size, id)
        COMMENT 'the same by size, or of such a size',
      ADD KEY IF NOT EXISTS image_own_disk_format           (owner, stage, disk_format, id)
        COMMENT 'the same by disk format, or of that format',
      ADD KEY IF NOT EXISTS image_own_container_format      (owner, stage, container_format, id)
        COMMENT 'the same by container format, or of that format',
      ADD KEY IF NOT EXISTS image_own_created_at            (owner, stage, created_at, id)
        COMMENT 'the same by time of creation',
      ADD KEY IF NOT EXISTS image_own_updated_at            (owner, stage, updated_at, id)
        COMMENT 'the same by time of last change, or changed since',
      ADD KEY IF NOT EXISTS image_public_status             (is_public, stage, status, id)
        COMMENT 'listing: public images, by status, or of that status; by id in each',
      ADD KEY IF NOT EXISTS image_public_name               (is_public, stage, name, id)
        COMMENT 'the same by name, or of that name',
      ADD KEY IF NOT EXISTS image_public_size               (is_public, stage, size, id)
        COMMENT 'the same by size, or of such a size',
      ADD KEY IF NOT EXISTS image_public_disk_format        (is_public, stage, disk_format, id)
        COMMENT 'the same by disk format, or of that format',
      ADD KEY IF NOT EXISTS image_public_container_format   (is_public, stage, container_format, id)
        COMMENT 'the same by container format, or of that format',
      ADD KEY IF NOT EXISTS image_public_created_at         (is_public, stage, created_at, id)
        COMMENT 'the same by time of creation',
      ADD KEY IF NOT EXISTS image_public_updated_at         (is_public, stage, updated_at, id)
        COMMENT 'the same by time of last change, or changed since; clearing away what is long gone';

    IF (SELECT COUNT(*) FROM image) != (SELECT COUNT(*) FROM next_image)
      OR (SELECT COUNT(*) FROM image_member) != (SELECT COUNT(*) FROM next_image_member) THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT =
        'the copies lack images or members: drop the tables next_..., and start again';
    END IF;

    RENAME TABLE
      image TO former_image, next_image TO image,
      image_member TO former_image_member, next_image_member TO image_member,
      image_property TO former_image_property, next_image_property TO image_property;
  END IF;
END;

DROP TABLE IF EXISTS former_image_property, former_image_member, former_image;
