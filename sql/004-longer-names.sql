-- Names of 256 characters, as Synnefo's service takes them. No row is rewritten. Run again after a failure it goes on.

ALTER TABLE image
  MODIFY name             VARCHAR(256)  NOT NULL COMMENT 'not unique; empty: none';
