package io.adit.server.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password as it is kept: Argon2id, in the text form that the reference implementation has. The
 * only user of the library for it.
 *
 * <pre>
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash
 * </pre>
 */
record PasswordHash(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
  /** As OWASP's cheat sheet on storing passwords recommends. */
  static final int MEMORY_KIB = 19_456;

  static final int PASSES = 2;
  static final int LANES = 1;
  static final int SALT_BYTES = 16;

  private static final int HASH_BYTES = 32;
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,3}),p=([0-9]{1,2})\\$([^$]+)\\$([^$]+)");

  /** Computes it; takes some 50 milliseconds. */
  static PasswordHash of(String password, byte[] salt) {
    return new PasswordHash(
        MEMORY_KIB, PASSES, LANES, salt, compute(password, MEMORY_KIB, PASSES, LANES, salt));
  }

  /** Reads what {@link #text} wrote. */
  static PasswordHash parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a stored password is not in the form of Argon2id");
    }
    return new PasswordHash(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)),
        Base64.getDecoder().decode(form.group(4)),
        Base64.getDecoder().decode(form.group(5)));
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /** Whether it is this password's; takes as long as computing it. */
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, compute(password, memoryKib, passes, lanes, salt));
  }

  private static byte[] compute(
      String password, int memoryKib, int passes, int lanes, byte[] salt) {
    var argon2 = new Argon2BytesGenerator();
    argon2.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    argon2.generateBytes(password.getBytes(UTF_8), hash);
    return hash;
  }

  @Override
  public String toString() {
    return "PasswordHash[hidden]";
  }
}
