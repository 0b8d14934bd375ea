package io.adit.cli;

/** A command whose exit code 1 means something else than a wrong command line. */
public interface OwnUsageCode {

  /** What it ends with where its command line is wrong. */
  int usageCode();
}
