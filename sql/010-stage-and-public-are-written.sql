-- What listings look images up by is written with the image, and generated no longer: of a prepared statement that asks
-- for a generated column MariaDB also reads what that one is of, once somebody has read whole rows of the table: so a
-- row for each place in a key. The checks hold what generating them did.

ALTER TABLE image
  MODIFY stage     TINYINT UNSIGNED NOT NULL
    COMMENT '0: registered; 1: registered, and without bytes; 2: registered no longer',
  MODIFY is_public BOOLEAN          NOT NULL COMMENT 'every user of the cloud finds it in their lists',
  ADD CONSTRAINT IF NOT EXISTS image_stage_follows
    CHECK (stage = IF(deleted_at IS NOT NULL, 2, location_hash IS NULL)),
  ADD CONSTRAINT IF NOT EXISTS image_is_public_follows
    CHECK (is_public = (visibility = 30));
