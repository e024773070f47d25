-- Pithos' own tables, as far as images are concerned: those that the registry of Synnefo 0.14 and 0.15 reads, too.

CREATE TABLE nodes (
  node           serial PRIMARY KEY,
  parent         int REFERENCES nodes (node),
  latest_version int,
  path           varchar(2048) NOT NULL UNIQUE
);

CREATE TABLE versions (
  serial  serial PRIMARY KEY,
  node    int NOT NULL REFERENCES nodes (node),
  hash    varchar(256),
  size    bigint NOT NULL DEFAULT 0,
  type    varchar(256) NOT NULL DEFAULT '',
  mtime   numeric(16, 6),
  uuid    varchar(64) NOT NULL DEFAULT '',
  cluster int NOT NULL DEFAULT 0
);
CREATE INDEX versions_node ON versions (node);
CREATE INDEX versions_uuid ON versions (uuid);

CREATE TABLE attributes (
  serial    int NOT NULL REFERENCES versions (serial) ON DELETE CASCADE,
  domain    varchar(256) NOT NULL,
  key       varchar(128) NOT NULL,
  value     varchar(256),
  node      int NOT NULL DEFAULT 0,
  is_latest boolean NOT NULL DEFAULT true,
  PRIMARY KEY (serial, domain, key)
);
CREATE INDEX attributes_domain ON attributes (domain);

CREATE TABLE xfeatures (
  feature_id serial PRIMARY KEY,
  path       varchar(2048) NOT NULL UNIQUE
);

CREATE TABLE xfeaturevals (
  feature_id int NOT NULL REFERENCES xfeatures (feature_id) ON DELETE CASCADE,
  key        int NOT NULL,
  value      varchar(256) NOT NULL,
  PRIMARY KEY (feature_id, key, value)
);

CREATE TABLE groups (
  owner  varchar(256) NOT NULL,
  name   varchar(256) NOT NULL,
  member varchar(256) NOT NULL,
  PRIMARY KEY (owner, name, member)
);

CREATE TABLE public (
  public_id serial PRIMARY KEY,
  path      varchar(2048) NOT NULL UNIQUE,
  active    boolean NOT NULL DEFAULT true,
  url       varchar(2048)
);
