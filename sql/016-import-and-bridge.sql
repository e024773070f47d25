-- Images that were taken over from another registry, and how far those that follow the journal have come. A word and a
-- table more, which takes no time.

INSERT IGNORE INTO word (kind, number, word) VALUES ('edit', 55, 'import');

CREATE TABLE IF NOT EXISTS follower (
  name        VARCHAR(32)      CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who follows the journal',
  position    BIGINT UNSIGNED  NOT NULL COMMENT 'of the last edit that they have seen to; 0: of none',
  updated_at  DATETIME(6)      NOT NULL COMMENT 'when they came there, UTC',
  PRIMARY KEY (name) COMMENT 'how far somebody has come'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin
  COMMENT='who is told by the journal what has been done to images, and how far they have come';
