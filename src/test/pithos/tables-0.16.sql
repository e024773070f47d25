-- What came with Synnefo 0.16.

ALTER TABLE versions
  ADD available   int NOT NULL DEFAULT 1,
  ADD mapfile     varchar(256),
  ADD is_snapshot boolean NOT NULL DEFAULT false;
