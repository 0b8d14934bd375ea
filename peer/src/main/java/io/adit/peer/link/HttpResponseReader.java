package io.adit.peer.link;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 response from the bytes of a connection. After a 101 the rest of the bytes is
 * not HTTP any more and is left in {@link #rest}; any other body is read to its end or to a limit.
 */
final class HttpResponseReader {
  static final int MAX_HEAD_BYTES = 16_384;
  static final int MAX_PRINTED_CHARS = 1_024;

  private static final String HEAD_END = "\r\n\r\n";
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] (?<status>[1-9][0-9]{2})(?: (?<reason>.*))?");
  private static final int SWITCHING_PROTOCOLS = 101;

  private final boolean wantsBodies;

  private Buffer unread = Buffer.buffer();
  private @Nullable HttpResponse head;

  HttpResponseReader() {
    this(true);
  }

  private HttpResponseReader(boolean wantsBodies) {
    this.wantsBodies = wantsBodies;
  }

  /** One for which a response ends with its head; what follows is left in {@link #rest}. */
  static HttpResponseReader ofHeads() {
    return new HttpResponseReader(false);
  }

  /**
   * Takes the next bytes; the response once it is complete.
   *
   * @throws IllegalArgumentException when the bytes are no HTTP response; the text says why
   */
  Optional<HttpResponse> read(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    unread.appendBytes(copy);
    while (head == null) {
      int end = headEnd();
      if (end < 0) {
        return Optional.empty();
      }
      HttpResponse parsed = parseHead(unread.getString(0, end, "ISO-8859-1"));
      unread = unread.getBuffer(end + HEAD_END.length(), unread.length());
      if (parsed.status() >= 200 || parsed.status() == SWITCHING_PROTOCOLS) {
        head = parsed;
      }
    }
    return endsAtHead(head) || HttpBody.of(head, unread).isComplete() ? onEnd() : Optional.empty();
  }

  /** No more bytes come: the response with as much of its body as there is. */
  Optional<HttpResponse> onEnd() {
    if (head == null) {
      return Optional.empty();
    }
    String body = endsAtHead(head) ? "" : HttpBody.of(head, unread).text();
    return Optional.of(new HttpResponse(head.status(), head.reasonPhrase(), head.headers(), body));
  }

  /** Behind a response without a body: what came behind it. */
  ByteBuffer rest() {
    return ByteBuffer.wrap(unread.getBytes());
  }

  private int headEnd() {
    byte[] bytes = unread.getBytes(0, Math.min(unread.length(), MAX_HEAD_BYTES));
    int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(HEAD_END);
    if (end < 0 && unread.length() >= MAX_HEAD_BYTES) {
      throw new IllegalArgumentException("a response head of more than 16 KiB");
    }
    return end;
  }

  private static HttpResponse parseHead(String text) {
    List<String> lines = List.of(text.split("\r\n", -1));
    Matcher status = STATUS_LINE.matcher(lines.getFirst());
    if (!status.matches()) {
      throw new IllegalArgumentException("no HTTP response: '" + printable(lines.getFirst()) + "'");
    }
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        headers
            .computeIfAbsent(name, _ -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    String reason = status.group("reason");
    return new HttpResponse(
        Integer.parseInt(status.group("status")), reason == null ? "" : reason, headers, "");
  }

  private boolean endsAtHead(HttpResponse response) {
    return !wantsBodies || response.status() == SWITCHING_PROTOCOLS;
  }

  /**
   * One line for a log: of bounded length, with nothing that a terminal would obey. Lines and tabs
   * become spaces.
   */
  static String printable(String text) {
    String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{C}", "?");
    return line.length() <= MAX_PRINTED_CHARS ? line : line.substring(0, MAX_PRINTED_CHARS) + "…";
  }
}
