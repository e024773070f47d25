-- The journal: every edit of an image, who made it, and what was before and after. It begins with what is done from now
-- on. A table more, which takes no time.

INSERT IGNORE INTO word (kind, number, word) VALUES
  ('edit', 10, 'answer'), ('edit', 20, 'begin_upload'), ('edit', 30, 'check'), ('edit', 40, 'end_upload'),
  ('edit', 50, 'forget'), ('edit', 60, 'locate'), ('edit', 70, 'move'), ('edit', 80, 'register'),
  ('edit', 90, 'reserve'), ('edit', 100, 'restore'), ('edit', 110, 'share'), ('edit', 120, 'unregister'),
  ('edit', 130, 'update'), ('edit', 140, 'upload');

CREATE TABLE IF NOT EXISTS journal (
  position         BIGINT UNSIGNED  NOT NULL AUTO_INCREMENT
    COMMENT 'the order of the edits of one image; not all numbers are given',
  made_at          DATETIME(6)      NOT NULL COMMENT 'UTC',
  kind             TINYINT UNSIGNED NOT NULL COMMENT 'what was done, as a word',
  account          VARCHAR(255)     CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'who did it; (plankton) is the service itself',
  request          VARCHAR(80)      CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'the name of the request by which it was done; empty: by none',
  dialect          VARCHAR(16)      CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'over which that request came; empty: there was none',
  address          VARCHAR(64)      CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'of the client that sent it; empty: there was none',
  image            BINARY(16)       NOT NULL COMMENT 'the image''s id, be it that there is no such image any longer',
  owner            VARCHAR(255)     CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL
    COMMENT 'account that the image belongs to from then on; or did, if nothing is left of it',
  bytes            INT UNSIGNED     NOT NULL COMMENT 'of before_edit and after_edit: lists are bounded by it',
  before_edit      MEDIUMTEXT       NOT NULL COMMENT 'what of the image was not as it is after: an object of JSON',
  after_edit       MEDIUMTEXT       NOT NULL COMMENT 'what of the image was not so before',
  PRIMARY KEY (position)                        COMMENT 'who reads on from where they were; all edits, the last first',
  KEY journal_image   (image, position)         COMMENT 'the history of an image',
  KEY journal_account (account, position)       COMMENT 'what somebody did',
  KEY journal_kind    (kind, position)          COMMENT 'edits of a kind',
  KEY journal_made_at (made_at)                 COMMENT 'what was done since then; clearing away what is too old'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='an edit of an image; none is changed, and each is kept for a while';
