-- Who may see an image, as one of four words; whether it is public, and so in everybody's lists, follows from that.
--
-- Images that are there keep their meaning: they are public as they were, shared if they have members, else private.
-- Keys begin with whether an image is public, and stay. The table is rewritten for that column, with all its keys; on a
-- million images that takes a minute or so, in which no Plankton may use it. A service of an earlier version cannot
-- write images any longer. Run again after a failure it goes on.

ALTER TABLE image
  ADD COLUMN IF NOT EXISTS visibility VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin
    NOT NULL DEFAULT 'private'
    COMMENT 'who may see it: private (owner), shared (members), community (whoever has its id), public (everybody)'
    AFTER own_status;

UPDATE image
SET visibility = IF(is_public, 'public', 'shared')
WHERE is_public OR id IN (SELECT image_id FROM image_member);

ALTER TABLE image
  MODIFY is_public BOOLEAN AS (visibility = 'public') PERSISTENT
    COMMENT 'every user of the cloud finds it in their lists';
