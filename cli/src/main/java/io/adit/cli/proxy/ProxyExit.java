package io.adit.cli.proxy;

import io.adit.peer.ProxyOutcome;

/** The exit codes of {@code adit proxy}, and the words for them. */
public final class ProxyExit {
  static final int CLOSED = 0;
  static final int USAGE = 1;
  static final int REFUSED = 2;
  static final int DISMISSED = 3;
  static final int CANNOT_LISTEN = 4;
  static final int GAVE_UP = 5;
  static final int BROKEN = 6;
  static final int DEFECT = 7;

  private ProxyExit() {}

  static int code(ProxyOutcome outcome) {
    return switch (outcome) {
      case ProxyOutcome.Closed _, ProxyOutcome.Stopped _, ProxyOutcome.Ended _ -> CLOSED;
      case ProxyOutcome.ServiceMismatch _ -> USAGE;
      case ProxyOutcome.Refused _ -> REFUSED;
      case ProxyOutcome.Dismissed _ -> DISMISSED;
      case ProxyOutcome.CannotListen _ -> CANNOT_LISTEN;
      case ProxyOutcome.GaveUp _ -> GAVE_UP;
      case ProxyOutcome.Broken _ -> BROKEN;
      case ProxyOutcome.Defect _ -> DEFECT;
    };
  }

  /** What happened, in a sentence that ends the log. */
  public static String sentence(ProxyOutcome outcome) {
    return switch (outcome) {
      case ProxyOutcome.Closed closed -> "The tunnel is closed or expired" + tail(closed.text());
      case ProxyOutcome.Stopped _ -> "Stopped";
      case ProxyOutcome.Ended _ -> "The connection is over";
      case ProxyOutcome.Broken broken -> "The connection broke" + tail(broken.text());
      case ProxyOutcome.ServiceMismatch mismatch ->
          "Wrong configurations detected: " + mismatch.text();
      case ProxyOutcome.Refused refused ->
          "The relay refused this token"
              + tail(refused.text())
              + ". Check the token and the side, or rotate the token";
      case ProxyOutcome.Dismissed dismissed ->
          "The relay ended this connection for good"
              + tail(dismissed.text())
              + ". If the token was rotated, start again with the new one";
      case ProxyOutcome.CannotListen cannot -> "This proxy " + cannot.text();
      case ProxyOutcome.Defect defect ->
          defect.text()
              + ". Install or build it anew; if that does not help, run it with -v 6 and report what"
              + " it logs";
      case ProxyOutcome.GaveUp gaveUp -> gaveUp.text() + ". No further attempt is made";
    };
  }

  private static String tail(String text) {
    String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return sentence.isBlank() ? "" : ": " + sentence;
  }
}
