package io.adit.models.link;

import io.adit.models.client.ClientVersion;
import io.adit.wire.Side;
import io.adit.wire.websocket.AcceptKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A client's upgrade request, header for header, and what it looks at in the answer. */
final class Handshake {
  private static final String USER_AGENT =
      "localproxy linux 64-bit/boost-1.81.0/openssl-3.0.0/protobuf-3.21.12";
  private static final int MAX_HEAD_BYTES = 8_192;
  private static final int KEY_BYTES = 16;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) .*");

  private final ClientVersion version;
  private final Side side;
  private final Access access;
  private final String key;

  /** How the relay answered. */
  sealed interface Answer {
    /** The link is there. */
    record Accepted() implements Answer {}

    /** 101, but not one that this client takes: it tries again at once. */
    record Unusable(String why) implements Answer {}

    record Refused(int status, String body) implements Answer {}
  }

  Handshake(ClientVersion version, Side side, Access access) {
    this.version = version;
    this.side = side;
    this.access = access;
    byte[] nonce = new byte[KEY_BYTES];
    ThreadLocalRandom.current().nextBytes(nonce);
    this.key = Base64.getEncoder().encodeToString(nonce);
  }

  /** Sends the request and reads the answer, no byte further. */
  Answer perform(Socket socket) throws IOException {
    socket.getOutputStream().write(request().getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    InputStream in = socket.getInputStream();
    String[] lines = head(in).split("\r\n", -1);
    Matcher status = STATUS.matcher(lines[0]);
    if (!status.matches()) {
      throw new IOException("no HTTP answer: " + lines[0]);
    }
    Map<String, String> headers = headers(lines);
    int code = Integer.parseInt(status.group(1));
    if (code != 101) {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      return new Answer.Refused(
          code, new String(in.readNBytes(length), StandardCharsets.UTF_8).strip());
    }
    if (!AcceptKey.of(key).equals(headers.get("sec-websocket-accept"))) {
      return new Answer.Unusable("the accept key is not the one of the request");
    }
    // Which one it is does not matter to it.
    return headers.containsKey("sec-websocket-protocol")
        ? new Answer.Accepted()
        : new Answer.Unusable("no subprotocol in the answer");
  }

  String request() {
    String clientToken = access.clientToken();
    return "GET /tunnel?local-proxy-mode="
        + side.mode()
        + " HTTP/1.1\r\nHost: "
        + access.host()
        + "\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Key: "
        + key
        + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
        + version.subprotocol().wireName()
        + "\r\naccess-token: "
        + access.accessToken()
        + (clientToken == null ? "" : "\r\nclient-token: " + clientToken)
        + "\r\nUser-Agent: "
        + userAgent()
        + "\r\n\r\n";
  }

  private String userAgent() {
    return version.isLocalproxy() ? USER_AGENT : "model of " + version;
  }

  private static Map<String, String> headers(String[] lines) {
    return Stream.of(lines)
        .skip(1)
        .filter(line -> line.contains(":"))
        .map(line -> line.split(":", 2))
        .collect(
            Collectors.toMap(
                parts -> parts[0].strip().toLowerCase(Locale.ROOT),
                parts -> parts[1].strip(),
                (first, _) -> first));
  }

  /** Byte by byte: what follows belongs to the link. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("cut before an answer");
      }
      if (head.length() > MAX_HEAD_BYTES) {
        throw new IOException("an answer without an end");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
