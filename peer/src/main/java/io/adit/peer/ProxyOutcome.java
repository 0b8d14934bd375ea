package io.adit.peer;

/** Why a proxy ended for good. */
public sealed interface ProxyOutcome {
  /** What happened, for people. */
  String text();

  /** The tunnel is closed or expired. */
  record Closed(String text) implements ProxyOutcome {}

  /** The relay did not let us in: the token, the side or the request is wrong. */
  record Refused(int status, String text) implements ProxyOutcome {}

  /** The relay put us out: another link took our place, the token was rotated, or a rule broken. */
  record Dismissed(String text) implements ProxyOutcome {}

  /** The tunnel's services are not those of the mapping. */
  record ServiceMismatch(String text) implements ProxyOutcome {}

  /** A source could not listen where it was told to. */
  record CannotListen(String text) implements ProxyOutcome {}

  /** The relay could not be reached, or was lost, and the policy allows no further attempt. */
  record GaveUp(String text) implements ProxyOutcome {}

  /** The one connection is over, by its applications' will. */
  record Ended(String text) implements ProxyOutcome {}

  /** The one connection came to nothing, or its application could not be read or written. */
  record Broken(String text) implements ProxyOutcome {}

  /** A part of this program is missing or broken: trying again would come to the same. */
  record Defect(String text) implements ProxyOutcome {
    static Defect of(Error error) {
      return new Defect(
          error instanceof LinkageError
              ? "A part of this program is missing or does not fit (" + error + ")"
              : "This program failed (" + error + ")");
    }
  }

  /** {@link Proxy#stop} was called. */
  record Stopped(String text) implements ProxyOutcome {}
}
