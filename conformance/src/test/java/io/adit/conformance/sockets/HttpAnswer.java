package io.adit.conformance.sockets;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An HTTP response, as read from a bare socket. */
public record HttpAnswer(int status, String reason, Map<String, String> headers, String body) {

  static HttpAnswer read(InputStream in) throws IOException {
    var statusLine = readLine(in);
    var parts = statusLine.split(" ", 3);
    if (!statusLine.startsWith("HTTP/1.") || parts.length < 2) {
      throw new AssertionError("not an HTTP response: " + statusLine);
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      var colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    var status = Integer.parseInt(parts[1]);
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = new String(in.readNBytes(status == 101 ? 0 : length), StandardCharsets.UTF_8);
    return new HttpAnswer(status, parts.length > 2 ? parts[2] : "", headers, body);
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within an HTTP response, after: " + line);
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
