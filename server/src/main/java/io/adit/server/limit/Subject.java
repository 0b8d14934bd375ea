package io.adit.server.limit;

/** Who has a limit of its own: a principal by the user's name, or a thing. */
public record Subject(Kind kind, String name) {

  /** What it is. */
  public enum Kind {
    PRINCIPAL,
    THING
  }

  public static Subject principal(String name) {
    return new Subject(Kind.PRINCIPAL, name);
  }

  public static Subject thing(String name) {
    return new Subject(Kind.THING, name);
  }

  /** Such as {@code thing pump-7}. */
  @Override
  public String toString() {
    return (kind == Kind.THING ? "thing " : "principal ") + name;
  }
}
