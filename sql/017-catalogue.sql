-- What the catalogue of properties makes of images: whether they will boot, their families, and the words by which they
-- are found; and what people call accounts.
--
-- Of images that are there nothing of that is known yet: the service works it out by itself once it runs, some hundreds
-- of images a second, and until then lists find by a word only those that it has come to, and tell of no readiness of
-- the others. The table of images is not rewritten; its keys are built in half a minute or so for a million images, in
-- which no Plankton may use them. Each statement is done as a whole or not at all, and all can be run again.

INSERT IGNORE INTO word (kind, number, word) VALUES
  ('readiness', 10, 'check'), ('readiness', 20, 'may_not_boot'), ('readiness', 30, 'ready');

ALTER TABLE account
  ADD COLUMN IF NOT EXISTS display_name VARCHAR(255) NOT NULL DEFAULT ''
    COMMENT 'what people call it, as the identity service has told last; empty: not yet',
  ADD COLUMN IF NOT EXISTS renames      INT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'how often it has been called otherwise since all its images were found by it';

ALTER TABLE image
  ADD COLUMN IF NOT EXISTS readiness      TINYINT UNSIGNED NOT NULL DEFAULT 0
    COMMENT 'whether it will boot and somebody can log in, as a word; 0: not assessed',
  ADD COLUMN IF NOT EXISTS family         VARCHAR(128)     NULL
    COMMENT 'images of an owner that follow one another; null: it is of none',
  ADD COLUMN IF NOT EXISTS provided_until DATE             NULL
    COMMENT 'the last day on which it is to be used; null: it has none',
  ADD COLUMN IF NOT EXISTS search_text    TEXT             CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci
    NOT NULL DEFAULT ''
    COMMENT 'the words by which it is found, a blank before each; then a bar, and those of its owner''s name',
  ADD COLUMN IF NOT EXISTS assessed_by    INT              NOT NULL DEFAULT 0
    COMMENT 'version of the catalogue that all this is by; 0: none';

-- In a statement of its own: together with a key, columns would have the table rewritten.
ALTER TABLE image
  ADD KEY IF NOT EXISTS image_family         (owner, family, created_at, id)
    COMMENT 'the newest image of a family of an owner''s; the families that they have',
  ADD KEY IF NOT EXISTS image_public_family  (is_public, family, owner, created_at, id)
    COMMENT 'the same of public ones',
  ADD KEY IF NOT EXISTS image_readiness      (readiness, provided_until)
    COMMENT 'how many there are of each; images that are said to be ready, and are past their day';

CREATE TABLE IF NOT EXISTS image_word (
  account          INT UNSIGNED     NOT NULL
    COMMENT 'in whose lists: its owner''s; 0, and not its owner''s, if it is in everybody''s',
  word             VARCHAR(41)      CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci NOT NULL
    COMMENT 'of its name, its tags or the values of its properties, or its id; or behind a bar, of its owner''s name',
  image            INT UNSIGNED     NOT NULL COMMENT 'number of an image that is registered and has that word',
  PRIMARY KEY (account, word, image)            COMMENT 'search: images that have a word that begins so'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an index of the words of images';
