package io.adit.server.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keys that requests are signed with: made from a secret for one scope, and kept a while. */
final class SigningKeys {
  private static final int KEPT = 256;

  private record Use(String accessKeyId, CredentialScope scope) {}

  // The least recently used goes first. Guarded by itself.
  private final Map<Use, byte[]> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Use, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  byte[] key(AccessKey accessKey, CredentialScope scope) {
    Use use = new Use(accessKey.id(), scope);
    synchronized (kept) {
      return kept.computeIfAbsent(use, ignored -> derive(accessKey.secret(), scope));
    }
  }

  private static byte[] derive(String secret, CredentialScope scope) {
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    key = hmac(key, scope.date());
    key = hmac(key, scope.region());
    key = hmac(key, scope.service());
    return hmac(key, CredentialScope.TERMINATOR);
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }
}
