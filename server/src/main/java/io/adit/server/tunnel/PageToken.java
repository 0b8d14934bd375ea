package io.adit.server.tunnel;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The text that asks for the next page: where the last one ended, and not how many tunnels were
 * before, so that it stays right while tunnels come and go.
 *
 * <pre>
 *   1 byte   version, 1
 *   8 bytes  creation time of the last tunnel shown, microseconds since 1970
 *  16 bytes  its id
 *   8 bytes  start of the SHA-256 of all that and the filter
 * </pre>
 */
final class PageToken {
  private static final byte VERSION = 1;
  private static final int POSITION_BYTES = 25;
  private static final int CHECK_BYTES = 8;

  private PageToken() {}

  static String encode(TunnelStore.Position position, @Nullable String thingName) {
    UUID id = UUID.fromString(position.tunnelId());
    byte[] bytes =
        ByteBuffer.allocate(POSITION_BYTES + CHECK_BYTES)
            .put(VERSION)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()))
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    System.arraycopy(check(bytes, thingName), 0, bytes, POSITION_BYTES, CHECK_BYTES);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  static TunnelStore.Position decode(String token, @Nullable String thingName) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      byte version = buffer.get();
      Instant createdAt = Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS);
      UUID id = new UUID(buffer.getLong(), buffer.getLong());
      byte[] check = Arrays.copyOfRange(bytes, POSITION_BYTES, bytes.length);
      if (version == VERSION && Arrays.equals(check, check(bytes, thingName))) {
        return new TunnelStore.Position(createdAt, id.toString());
      }
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static InvalidNextTokenException invalid() {
    return new InvalidNextTokenException(
        "nextToken is not one that ListTunnels returned for the same thingName; ask again without"
            + " nextToken to start from the first page");
  }

  private static byte[] check(byte[] bytes, @Nullable String thingName) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, POSITION_BYTES);
      if (thingName != null) {
        digest.update(("thingName=" + thingName).getBytes(StandardCharsets.UTF_8));
      }
      return Arrays.copyOf(digest.digest(), CHECK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
