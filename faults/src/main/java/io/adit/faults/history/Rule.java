package io.adit.faults.history;

/** What every history of a server must keep. */
public enum Rule {
  ONE_WINNER("a single-use token admits one winner"),
  NOTHING_AFTER_CLOSE("no byte passes, and nobody is let in, after CloseTunnel returned"),
  NOTHING_REVOKED(
      "no revoked token is admitted, and no link of one carries, after Rotate returned"),
  NOTHING_CROSSES("no byte of one tunnel is in another"),
  PREFIX("each stream is a prefix of what was sent"),
  NOTHING_LOST("no acknowledged call is lost"),
  GOOD_TOKENS("a good token is let in"),
  WIRE("the server keeps the rules of the wire");

  private final String promise;

  Rule(String promise) {
    this.promise = promise;
  }

  public String promise() {
    return promise;
  }
}
