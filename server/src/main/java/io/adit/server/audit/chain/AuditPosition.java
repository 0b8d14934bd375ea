package io.adit.server.audit.chain;

import java.util.regex.Pattern;

/**
 * A place in the chain.
 *
 * @param seq the number of a record, 0 in front of the first
 * @param hash of that record, in hex
 */
public record AuditPosition(long seq, String hash) {
  static final int HASH_CHARS = 64;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** In front of the first record. */
  public static final AuditPosition START = new AuditPosition(0, "0".repeat(HASH_CHARS));

  public AuditPosition {
    if (seq < 0 || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "a place in the log is a record's number and its hash, 64 digits of 0-9 and a-f, such as"
              + " 7:0a1b…");
    }
  }

  /** What {@link #toString} printed. */
  public static AuditPosition parse(String text) {
    int colon = text.indexOf(':');
    try {
      return new AuditPosition(
          Long.parseLong(text.substring(0, Math.max(0, colon))), text.substring(colon + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no NUMBER:HASH of a record", e);
    }
  }

  @Override
  public String toString() {
    return seq + ":" + hash;
  }
}
