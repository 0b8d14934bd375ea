package io.adit.peer.link;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has come of a response's body (RFC 9112, section 6), as far as a sentence of text needs it.
 * How the bytes were cut on their way makes no difference: all is decided by the first {@link
 * #MAX_BYTES} of them.
 *
 * @param isComplete whether no byte that may still come changes it
 */
record HttpBody(byte[] bytes, boolean isComplete) {
  /** Bytes of a body that are read, at most, as they are on the wire. */
  static final int MAX_BYTES = 4_096;

  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,6})[^\r\n]*\r\n");

  /** The body behind this head; in chunks where both ways to frame it are named. */
  static HttpBody of(HttpResponse head, Buffer behindHead) {
    byte[] bytes = behindHead.getBytes(0, Math.min(behindHead.length(), MAX_BYTES));
    if (head.headerHolds("transfer-encoding", "chunked")) {
      return ofChunks(bytes);
    }
    Optional<String> length = head.header("content-length");
    boolean hasLength = length.isPresent() && LENGTH.matcher(length.get()).matches();
    int wanted = hasLength ? Math.min(Integer.parseInt(length.get()), MAX_BYTES) : MAX_BYTES;
    return wanted <= bytes.length
        ? new HttpBody(first(bytes, wanted), true)
        : new HttpBody(bytes, false);
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What no chunk explains is left out, with all behind it. */
  private static HttpBody ofChunks(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Matcher chunk = CHUNK_SIZE.matcher(text);
    int at = 0;
    while (chunk.region(at, bytes.length).lookingAt()) {
      int size = Integer.parseInt(chunk.group(1), 16);
      if (size == 0) {
        return new HttpBody(body.toByteArray(), true);
      }
      int end = Math.min(chunk.end() + size, bytes.length);
      body.write(bytes, chunk.end(), end - chunk.end());
      at = Math.min(end + "\r\n".length(), bytes.length);
    }
    return new HttpBody(body.toByteArray(), bytes.length == MAX_BYTES);
  }

  private static byte[] first(byte[] bytes, int count) {
    byte[] some = new byte[count];
    System.arraycopy(bytes, 0, some, 0, count);
    return some;
  }
}
