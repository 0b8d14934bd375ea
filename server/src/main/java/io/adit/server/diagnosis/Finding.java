package io.adit.server.diagnosis;

/**
 * One thing that can be said of a tunnel.
 *
 * @param what in one or two sentences
 * @param next what to do about it; empty where there is nothing to do
 * @param command a command line that does it; empty where there is none
 */
public record Finding(Severity severity, Code code, String what, String next, String command) {

  /** How much it matters, worst first. */
  public enum Severity {
    /** The tunnel, or a part of it, cannot be used because of it. */
    PROBLEM,
    /** Worth to know; the tunnel works. */
    NOTICE,
    /** All is well. */
    FINE
  }

  /** Names the rule that found it; scripts may rely on these names. */
  public enum Code {
    TUNNEL_CLOSED,
    TUNNEL_EXPIRED,
    SIDE_NEVER_CONNECTED,
    SIDE_GONE,
    THING_NOT_TOLD,
    HANDSHAKE_REFUSED,
    RULE_BROKEN,
    DIALECT_WITHOUT_SERVICES,
    CONNECTION_FAILED,
    CONNECTION_UNANSWERED,
    DESTINATION_SILENT,
    SIDE_NOT_READ,
    BANDWIDTH_LIMITED,
    DATA_USED_UP,
    LINK_UNSTABLE,
    ONE_CONNECTION_AT_A_TIME,
    TOO_MANY_CONNECTIONS,
    EXPIRES_SOON,
    TUNNEL_FINE
  }

  static Finding problem(Code code, String what, String next) {
    return new Finding(Severity.PROBLEM, code, what, next, "");
  }

  static Finding notice(Code code, String what, String next) {
    return new Finding(Severity.NOTICE, code, what, next, "");
  }

  static Finding fine(Code code, String what, String next) {
    return new Finding(Severity.FINE, code, what, next, "");
  }

  /** The same, with what to do about it, and a command line that does it or nothing. */
  Finding with(String nextStep, String commandLine) {
    return new Finding(severity, code, what, nextStep, commandLine);
  }

  boolean isProblem() {
    return severity == Severity.PROBLEM;
  }
}
