-- The registry's tables, from nothing.
-- The service runs this itself when it starts on an empty schema; later files change what is here and run in their order.
--
-- Text is compared byte by byte (nopad_bin): `f`, `F`, `f ` and `é` in its two compositions are different files in the
-- object store, and so different images. Ids, accounts and words are ASCII, which keeps their keys short. Times are UTC.

CREATE TABLE image (
  id               CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'UUID, lower case: the object''s own where the object store gives one',
  owner            VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'account that the image belongs to',
  name             VARCHAR(255)  NOT NULL COMMENT 'not unique',
  location         VARCHAR(2048) NOT NULL COMMENT 'pithos://account/container/object, not percent-encoded',
  location_hash    BINARY(32)    NOT NULL COMMENT 'SHA-256 of location, which is too long for a key itself',
  disk_format      VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what the bytes are: diskdump, extdump, …',
  container_format VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'envelope around the disk: bare, ovf, …',
  size             BIGINT        NOT NULL COMMENT 'bytes',
  checksum         VARCHAR(128)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'the object store''s content hash, lower-case hex',
  status           VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what the owner says of its fitness: available, unavailable, error',
  is_public        BOOLEAN       NOT NULL COMMENT 'every user of the cloud may see it',
  properties       JSON          NOT NULL COMMENT 'one object of strings, its keys in order',
  created_at       DATETIME(6)   NOT NULL COMMENT 'UTC; first registration',
  updated_at       DATETIME(6)   NOT NULL COMMENT 'UTC; last change, later than every change before it',
  readers_version  BIGINT        NOT NULL COMMENT 'counts the changes of who may see the image, from any number',
  PRIMARY KEY (id)                              COMMENT 'HEAD, update, unregister, members',
  UNIQUE KEY image_location (location_hash)     COMMENT 'one image a location; register looks an image up by it',
  KEY image_owner (owner, created_at, id)       COMMENT 'listing: images that the caller owns',
  KEY image_public (is_public, created_at, id)  COMMENT 'listing: public images'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='a registered image: what the registry knows of an object in the object store';

CREATE TABLE image_member (
  image_id         CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'the image',
  account          VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who may see it; never its owner',
  PRIMARY KEY (image_id, account)               COMMENT 'members of an image; whether an account is one',
  KEY image_member_account (account, image_id)  COMMENT 'listing: images shared with the caller',
  CONSTRAINT image_member_image FOREIGN KEY (image_id) REFERENCES image (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an account that an image is shared with';

CREATE TABLE image_former_reader (
  image_id         CHAR(36)      CHARACTER SET ascii COLLATE ascii_bin       NOT NULL COMMENT 'the image, registered or not',
  account          VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who is no reader of it; * is everyone',
  owner            VARCHAR(255)  CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'account that the image belongs to, or did',
  location         VARCHAR(2048) NOT NULL COMMENT 'pithos://account/container/object, not percent-encoded',
  PRIMARY KEY (image_id, account)               COMMENT 'whom the object store has still to be told of'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='whom the object store may take for a reader of an image though they are none; empty while all is well';
