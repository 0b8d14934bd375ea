package io.adit.server.relay;

import io.adit.server.http.OwnOrigin;
import io.adit.server.http.RequestHead;
import io.adit.wire.AccessToken;
import io.adit.wire.ClientToken;
import io.adit.wire.Extensions;
import io.adit.wire.PlainText;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import io.adit.wire.websocket.AcceptKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a well-formed handshake asks for. Rules and their sources: docs/protocol.md, "Handshake".
 *
 * @param userAgent as the client called itself, fit to print
 * @param extensions in force on the link: what the client named and the relay knows
 */
record Handshake(
    Side side,
    Subprotocol subprotocol,
    AccessToken token,
    @Nullable ClientToken clientToken,
    String key,
    String userAgent,
    Extensions extensions) {
  private static final String TOKEN_COOKIE = "awsiot-tunnel-token";
  private static final int KEY_BYTES = 16;
  private static final int MAX_USER_AGENT_BYTES = 200;

  /**
   * Reads a request.
   *
   * @param allowedOrigins pages of these may use a token in a cookie, beside those of the host
   * @throws HandshakeRefusal where it breaks a rule that needs no knowledge of tunnels
   */
  static Handshake read(RequestHead request, Set<String> allowedOrigins) {
    if (request.bytes() > WireLimits.MAX_HANDSHAKE_BYTES) {
      throw HandshakeRefusal.tooLarge(request.bytes());
    }
    checkUpgrade(request);
    return new Handshake(
        side(request),
        subprotocol(request),
        token(request, allowedOrigins),
        clientToken(request),
        request.headers("Sec-WebSocket-Key").getFirst(),
        userAgent(request),
        Extensions.named(request.headers(Extensions.HEADER)).and(Extensions.ALL));
  }

  /** As a client calls itself, whatever else is wrong with its request; fit to print. */
  static String userAgent(RequestHead request) {
    return PlainText.of(String.join(" ", request.headers("User-Agent")), MAX_USER_AGENT_BYTES);
  }

  /** The headers of the 101. No extension is ever agreed to. */
  Map<String, String> acceptance(String channelId) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Accept", AcceptKey.of(key));
    headers.put("Sec-WebSocket-Protocol", subprotocol.wireName());
    headers.put("channel-id", channelId);
    if (!extensions.equals(Extensions.NONE)) {
      headers.put(Extensions.HEADER, extensions.header());
    }
    return headers;
  }

  private static void checkUpgrade(RequestHead request) {
    if (!request.method().equals("GET")
        || !request.isHttp11()
        || !request.headerHas("Upgrade", "websocket")
        || !request.headerHas("Connection", "upgrade")) {
      throw HandshakeRefusal.noUpgrade();
    }
    if (!request.headers("Sec-WebSocket-Version").equals(List.of("13"))) {
      throw HandshakeRefusal.webSocketVersion();
    }
    List<String> keys = request.headers("Sec-WebSocket-Key");
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      throw HandshakeRefusal.webSocketKey();
    }
  }

  private static boolean isKey(String text) {
    try {
      return Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Side side(RequestHead request) {
    List<String> modes = request.parameters("local-proxy-mode");
    if (modes.size() != 1) {
      throw HandshakeRefusal.mode();
    }
    return Side.ofMode(modes.getFirst()).orElseThrow(HandshakeRefusal::mode);
  }

  private static Subprotocol subprotocol(RequestHead request) {
    List<String> offered =
        request.headers("Sec-WebSocket-Protocol").stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .toList();
    return Subprotocol.choose(offered).orElseThrow(HandshakeRefusal::subprotocol);
  }

  private static AccessToken token(RequestHead request, Set<String> allowedOrigins) {
    List<String> inCookies = cookies(request).toList();
    List<String> all =
        Stream.concat(request.headers("access-token").stream(), inCookies.stream())
            .filter(value -> !value.isEmpty())
            .toList();
    if (all.isEmpty()) {
      throw HandshakeRefusal.noToken();
    }
    if (all.size() > 1) {
      throw HandshakeRefusal.severalTokens();
    }
    if (!inCookies.isEmpty()) {
      checkOrigin(request, allowedOrigins);
    }
    return new AccessToken(all.getFirst());
  }

  private static Stream<String> cookies(RequestHead request) {
    String prefix = TOKEN_COOKIE + "=";
    return request.headers("Cookie").stream()
        .flatMap(value -> Arrays.stream(value.split(";", -1)))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(prefix))
        .map(cookie -> cookie.substring(prefix.length()));
  }

  /**
   * A browser sends our cookie with handshakes that other sites' pages make (cross-site WebSocket
   * hijacking), and says in Origin whose page it was. Programs send no Origin, or one that nobody
   * made them send, and no cookie behind their back.
   */
  private static void checkOrigin(RequestHead request, Set<String> allowedOrigins) {
    List<String> hosts = request.headers("Host");
    for (String origin : request.headers("Origin")) {
      boolean own = hosts.size() == 1 && OwnOrigin.matches(origin, hosts.getFirst());
      if (!own && !allowedOrigins.contains(origin)) {
        throw HandshakeRefusal.origin();
      }
    }
  }

  private static @Nullable ClientToken clientToken(RequestHead request) {
    List<String> tokens = request.headers("client-token");
    if (tokens.isEmpty()) {
      return null;
    }
    if (tokens.size() > 1) {
      throw HandshakeRefusal.severalClientTokens();
    }
    return ClientToken.parse(tokens.getFirst()).orElseThrow(HandshakeRefusal::clientToken);
  }
}
