package io.adit.server.audit.chain;

import java.time.Instant;

/**
 * Where the chain begins and ends, as the server last vouched for it; it is kept in the database.
 *
 * @param before the place in front of the oldest record that is still kept
 * @param last the newest record that was on disk then
 * @param isFinal whether the server had stopped in good order, so that nothing may follow
 * @param signature over all of it, in base64
 */
public record AuditHead(
    AuditPosition before, AuditPosition last, boolean isFinal, Instant at, String signature) {

  public static AuditHead signed(
      AuditKey key, AuditPosition before, AuditPosition last, boolean isFinal, Instant at) {
    return new AuditHead(before, last, isFinal, at, key.sign(text(before, last, isFinal, at)));
  }

  public boolean isSignedBy(AuditKey key) {
    return key.hasSigned(text(before, last, isFinal, at), signature);
  }

  private static String text(
      AuditPosition before, AuditPosition last, boolean isFinal, Instant at) {
    return "adit audit head 1\n%s\n%s\n%s\n%s\n"
        .formatted(before, last, isFinal ? "final" : "running", AuditLine.time(at));
  }
}
