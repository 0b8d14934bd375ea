package io.adit.server.limit;

/**
 * A limit that one principal or thing has instead of everybody's.
 *
 * @param value as {@link LimitName#problem} finds nothing wrong with it
 */
public record OwnLimit(LimitHolder subject, LimitName limit, String value) {
  boolean isOff() {
    return value.equals(LimitName.OFF);
  }
}
