package io.adit.faults.load;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import io.adit.faults.history.Span;
import io.adit.wire.Subprotocol;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Handshakes on the data plane, taken down with what became of them. */
final class Handshakes {
  private static final String HEAD_END = "\r\n\r\n";
  private static final String REASON = "x-status-reason: ";

  private final Transport transport;
  private final Recorder recorder;
  private final World world;

  Handshakes(Transport transport, Recorder recorder, World world) {
    this.transport = transport;
    this.recorder = recorder;
    this.world = world;
  }

  /**
   * Makes one; a link that is let in is the tunnel's from then on, and reads on a thread of its
   * own.
   *
   * @param clientToken what the bearer adds, which may be another than the token's
   */
  Event.Answer make(Known tunnel, Token token, Token.@Nullable ClientToken clientToken) {
    long from = System.nanoTime();
    long linkId = world.nextName();
    Event.Answer answer = new Event.Lost();
    Transport.Connection connection = null;
    try {
      connection = transport.connect();
      connection.tls().getOutputStream().write(request(token, clientToken));
      answer = answer(linkId, head(connection.tls().getInputStream()));
    } catch (IOException e) {
      answer = new Event.Lost();
    }
    Span span =
        answer instanceof Event.Lost ? Span.unanswered(from) : new Span(from, System.nanoTime());
    recorder.add(
        new Event.Handshake(
            span,
            tunnel.id(),
            token.side(),
            token.name(),
            clientToken == null ? null : clientToken.name(),
            answer));
    if (answer instanceof Event.Admitted && connection != null) {
      start(tunnel, new Link(linkId, token.side(), connection, recorder, world));
    } else if (connection != null) {
      connection.drop();
    }
    return answer;
  }

  private static void start(Known tunnel, Link link) {
    tunnel.add(link);
    Thread.ofVirtual().start(link::run);
  }

  private static byte[] request(Token token, Token.@Nullable ClientToken clientToken) {
    return """
    GET /tunnel?local-proxy-mode=%s HTTP/1.1
    Host: localhost
    Upgrade: websocket
    Connection: Upgrade
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    Sec-WebSocket-Version: 13
    Sec-WebSocket-Protocol: %s
    User-Agent: adit-faults
    access-token: %s
    %s
    """
        .formatted(
            token.side().mode(),
            Subprotocol.V3.wireName(),
            token.secret(),
            clientToken == null ? "" : "client-token: " + clientToken.secret() + "\n")
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Byte by byte: what follows the head is the link's. */
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf(HEAD_END, Math.max(0, head.length() - HEAD_END.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended within the answer");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static Event.Answer answer(long linkId, String head) throws IOException {
    String[] status = head.split(" ", 3);
    if (!head.startsWith("HTTP/1.1 ") || status.length < 3) {
      throw new IOException("not an answer: " + head);
    }
    int code = Integer.parseInt(status[1]);
    if (code == 101) {
      return new Event.Admitted(linkId);
    }
    String reason =
        head.lines()
            .filter(line -> line.regionMatches(true, 0, REASON, 0, REASON.length()))
            .map(line -> line.substring(REASON.length()))
            .findFirst()
            .orElse(status[2].lines().findFirst().orElse(""));
    return new Event.Refused(code, reason);
  }
}
