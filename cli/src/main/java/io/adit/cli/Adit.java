package io.adit.cli;

/** The {@code adit} command. */
public final class Adit {
  private Adit() {}

  public static void main(String[] args) {
    System.exit(args.length);
  }
}
