-- One row, written now and then to see whether the disk still takes something.
CREATE TABLE write_probe (
  written_at BIGINT NOT NULL
);

INSERT INTO write_probe VALUES (0);
