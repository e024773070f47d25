-- The readable views once more, with what OpenStack Images v2 has brought. Without the right to create views they stay
-- as they are, or there are none. They can be had later: grant it, and run this file by hand
-- (mariadb --delimiter=//).

BEGIN NOT ATOMIC
  DECLARE CONTINUE HANDLER FOR 1142 DO NULL; -- the right is missing

  CREATE OR REPLACE SQL SECURITY INVOKER VIEW readable_image AS
  SELECT image.number,
    CAST(CAST(image.id AS UUID) AS CHAR) AS id,
    owner.name AS owner,
    image.name,
    CONCAT(COALESCE(image.location_store, 'pithos'), '://', place.name, '/', image.location_path) AS location,
    COALESCE((SELECT word FROM word WHERE kind = 'disk_format' AND number = image.disk_format), '') AS disk_format,
    COALESCE((SELECT word FROM word WHERE kind = 'container_format' AND number = image.container_format), '')
      AS container_format,
    image.size,
    LOWER(HEX(image.checksum)) AS checksum,
    CAST(CAST(image.object_uuid AS UUID) AS CHAR) AS object_uuid,
    LOWER(HEX(image.md5)) AS md5,
    LOWER(HEX(image.sha512)) AS sha512,
    image.virtual_size,
    image.owns_bytes,
    (SELECT word FROM word WHERE kind = 'status' AND number = image.status) AS status,
    COALESCE((SELECT word FROM word WHERE kind = 'finding' AND number = image.finding), '') AS finding,
    image.found_at,
    COALESCE((SELECT word FROM word WHERE kind = 'status' AND number = image.own_status), '') AS own_status,
    (SELECT word FROM word WHERE kind = 'visibility' AND number = image.visibility) AS visibility,
    image.is_public,
    image.is_hidden,
    image.is_protected,
    image.min_ram,
    image.min_disk,
    image.tags,
    image.properties,
    image.created_at,
    image.updated_at,
    image.deleted_at,
    image.readers_version,
    image.stage
  FROM image
  JOIN account owner ON owner.number = image.owner
  LEFT JOIN account place ON place.number = image.location_account;

  CREATE OR REPLACE SQL SECURITY INVOKER VIEW readable_image_member AS
  SELECT member.image AS image_number,
    CAST(CAST(image.id AS UUID) AS CHAR) AS image_id,
    image.name,
    owner.name AS owner,
    account.name AS account,
    member.can_share,
    (SELECT word FROM word WHERE kind = 'member_status' AND number = member.status) AS status,
    member.created_at,
    member.updated_at
  FROM image_member member
  JOIN image ON image.number = member.image
  JOIN account owner ON owner.number = image.owner
  JOIN account ON account.number = member.account;
END;
