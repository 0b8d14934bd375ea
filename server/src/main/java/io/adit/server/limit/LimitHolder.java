package io.adit.server.limit;

/** Who has a limit of its own: a principal by the user's name, or a thing. */
public record LimitHolder(Kind kind, String name) {

  /** What it is. */
  public enum Kind {
    PRINCIPAL,
    THING
  }

  public static LimitHolder principal(String name) {
    return new LimitHolder(Kind.PRINCIPAL, name);
  }

  public static LimitHolder thing(String name) {
    return new LimitHolder(Kind.THING, name);
  }

  /** Such as {@code thing pump-7}. */
  @Override
  public String toString() {
    return (kind == Kind.THING ? "thing " : "principal ") + name;
  }
}
