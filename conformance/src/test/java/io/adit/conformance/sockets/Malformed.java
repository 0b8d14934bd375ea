package io.adit.conformance.sockets;

import java.nio.charset.StandardCharsets;

/**
 * Bytes that no server should answer well.
 *
 * @param name for failures
 */
public record Malformed(String name, byte[] bytes) {

  static Malformed of(String text) {
    return new Malformed(visible(text), text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String visible(String text) {
    var cut = text.length() > 120 ? text.substring(0, 120) + "…" : text;
    return cut.replace("\r", "\\r").replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return name;
  }
}
