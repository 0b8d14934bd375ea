package io.adit.bench.strangers;

import static io.adit.bench.strangers.Manner.head;

import io.adit.bench.strangers.Swarm.Size;
import java.util.List;
import java.util.UUID;

/** Something that a server must stand, under the name that it has in the table. */
sealed interface Attack {
  String name();

  /**
   * From outside.
   *
   * @param atGateway whether it goes against the devices' port
   */
  record FromOutside(String name, Size size, Manner manner, boolean atGateway) implements Attack {}

  /** By somebody who has a tunnel. */
  record FromInside(String name, Insiders.Deed deed) implements Attack {}

  /**
   * All of them.
   *
   * @param many connections, where they are what the attack consists of
   */
  static List<Attack> all(int many) {
    var slow = new Size(1_000, 500);
    var few = new Size(100, 200);
    return List.of(
        outside("half-open TCP", new Size(many, 2_000), Manner.silent()),
        outside(
            "half-open TLS (ClientHello only)",
            new Size(many, 2_000),
            Manner.saying(false, Manner.clientHello())),
        outside(
            "TLS record, a byte at a time",
            slow,
            Manner.trickling(false, new byte[] {0x16, 3, 1, 2, 0})),
        outside("TLS garbage", slow, Manner.saying(false, Manner.garbage(1_024))),
        outside("TLS handshakes, 500 a second", new Size(1_000, 500), Manner.handshakeOnly()),
        outside(
            "request line, a byte at a time", slow, Manner.trickling(true, new byte[] {'G', 'E'})),
        outside(
            "headers, a byte at a time",
            slow,
            Manner.trickling(true, ascii("GET / HTTP/1.1\r\nHost: l\r\nX: "))),
        outside(
            "body, a byte at a time",
            slow,
            Manner.trickling(true, head("POST / HTTP/1.1", "Host: l", "Content-Length: 99999"))),
        outside(
            "bodies of 1 MiB, but for a byte",
            new Size(200, 100),
            Manner.saying(true, unfinishedBody())),
        outside(
            "smuggling (two lengths)",
            few,
            Manner.saying(
                true,
                head(
                    "POST / HTTP/1.1",
                    "Host: l",
                    "Content-Length: 5",
                    "Transfer-Encoding: chunked"))),
        outside(
            "header bombs",
            few,
            Manner.saying(true, ascii("GET / HTTP/1.1\r\nHost: l\r\n" + "a: b\r\n".repeat(5_000)))),
        outside("requests for nothing, 1,000 a second", new Size(100, 100), nothing()),
        outside("handshakes with unknown tokens", few, unknownToken()),
        new FromOutside("gateway: half-open TCP", new Size(many, 2_000), Manner.silent(), true),
        new FromOutside(
            "gateway: ClientHello only",
            new Size(many, 2_000),
            Manner.saying(false, Manner.clientHello()),
            true),
        new FromInside("a peer that never reads", Insiders::neverRead),
        new FromInside("a storm of starts and resets", Insiders::storm));
  }

  private static Attack outside(String name, Size size, Manner manner) {
    return new FromOutside(name, size, manner, false);
  }

  private static Manner nothing() {
    return Manner.repeating(head("GET /nothing HTTP/1.1", "Host: l"));
  }

  private static Manner unknownToken() {
    return Manner.saying(
        true,
        head(
            "GET /tunnel?local-proxy-mode=source HTTP/1.1",
            "Host: l",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Protocol: aws.iot.securetunneling-3.0",
            "access-token: " + UUID.randomUUID()));
  }

  private static byte[] unfinishedBody() {
    byte[] head = head("POST / HTTP/1.1", "Host: l", "Content-Length: " + (1 << 20));
    byte[] all = new byte[head.length + (1 << 20) - 1];
    System.arraycopy(head, 0, all, 0, head.length);
    return all;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
