package io.adit.server.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import java.util.Set;

/** Which public keys a device or an authority of devices may have: those that AWS IoT takes. */
public final class KeyStrength {
  private static final int LEAST_RSA_BITS = 2048;

  /** Verifying with a longer one takes milliseconds, at each handshake. */
  private static final int MOST_RSA_BITS = 8192;

  /** By the size of their order: P-256, P-384 and P-521 are the curves that Java reads. */
  private static final Set<Integer> CURVES = Set.of(256, 384, 521);

  private KeyStrength() {}

  /** What is wrong with a key, to be read after "the key"; empty where it is good. */
  public static Optional<String> problem(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> rsaProblem(rsa.getModulus().bitLength());
      case ECPublicKey ec when CURVES.contains(ec.getParams().getOrder().bitLength()) ->
          Optional.empty();
      default ->
          Optional.of(
              "is of the kind %s; make it RSA with at least %d bits, or of the curve P-256, P-384 or P-521"
                  .formatted(key.getAlgorithm(), LEAST_RSA_BITS));
    };
  }

  private static Optional<String> rsaProblem(int bits) {
    return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS
        ? Optional.empty()
        : Optional.of(
            "has %d bits; make it RSA with %d to %d bits, or of the curve P-256"
                .formatted(bits, LEAST_RSA_BITS, MOST_RSA_BITS));
  }
}
