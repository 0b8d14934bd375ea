package io.adit.conformance.sockets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Requests that are no HTTP, or whose headers contradict themselves, by hand. */
public final class MalformedHttp {
  private MalformedHttp() {}

  public static List<Malformed> all() {
    return Stream.of(otherProtocols(), requestLines(), headers(), bodies())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Malformed> otherProtocols() {
    return Stream.of(
            "SSH-2.0-OpenSSH_9.2\r\n",
            "EHLO example.com\r\n",
            "*1\r\n$4\r\nPING\r\n",
            "USER anonymous\r\n",
            "\u0005\u0001\u0000",
            "\u0004\u0001\u0000\u0016\u007f\u0000\u0000\u0001\u0000",
            "\u0010\u000c\u0000\u0004MQTT\u0004\u0002\u0000<\u0000\u0000",
            "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n",
            "{\"jsonrpc\":\"2.0\",\"method\":\"x\"}\r\n\r\n",
            "\u0081\u0085\u0001\u0002\u0003\u0004hello",
            "\u0000".repeat(600),
            "\u00ff".repeat(600),
            "\n".repeat(600),
            "A".repeat(20_000))
        .map(Malformed::of)
        .toList();
  }

  private static List<Malformed> requestLines() {
    return Stream.of(
            "GET",
            "GET ",
            "GET /",
            "GET / ",
            "GET / HTTP/1.1 extra",
            "GET / HTTP/9.9",
            "GET / HTTP/0.0",
            "GET / HTTP/1.x",
            "GET / http/1.1",
            "GET / HTTPS/1.1",
            "GET / HTTP/1.1.1",
            "GET / HTTP/11",
            "get / HTTP/1.1",
            "GET\t/\tHTTP/1.1",
            " GET / HTTP/1.1",
            "G\u0000T / HTTP/1.1",
            "GET /\u0000 HTTP/1.1",
            "GET /\u00ff\u00fe HTTP/1.1",
            "GET /tunnel tunnel HTTP/1.1",
            "GET tunnel HTTP/1.1",
            "GET * HTTP/1.1",
            "GET ?local-proxy-mode=source HTTP/1.1",
            "GET /%zz HTTP/1.1",
            "GET /% HTTP/1.1",
            "GET /../../etc/passwd HTTP/1.1",
            "GET //tunnel HTTP/1.1",
            "GET http://[::1 HTTP/1.1",
            "GET http://localhost:99999/ HTTP/1.1",
            "GET /" + "a".repeat(10_000) + " HTTP/1.1",
            "X".repeat(10_000) + " / HTTP/1.1",
            "BREW / HTTP/1.1",
            "CONNECT localhost:22 HTTP/1.1",
            "TRACE / HTTP/1.1",
            "PUT / HTTP/1.1",
            "DELETE /tunnel HTTP/1.1",
            "HTTP/1.1 200 OK")
        .map(line -> Malformed.of(line + "\r\nHost: localhost\r\n\r\n"))
        .toList();
  }

  private static List<Malformed> headers() {
    var all = new ArrayList<Malformed>();
    for (var header :
        List.of(
            "no colon",
            ": no name",
            "Name : space before the colon",
            "N\u0000me: value",
            "N me: value",
            "Näme: value",
            "Name: val\u0000ue",
            "Name: val\rue",
            "Name: value\nContent-Length: 5",
            " folded before any",
            "Name: value\r\n folded",
            "Host: two\r\nHost: hosts",
            "Long: " + "v".repeat(20_000),
            "L".repeat(20_000) + ": v",
            "Many: v\r\n".repeat(2_000).strip())) {
      all.add(Malformed.of("POST / HTTP/1.1\r\n" + header + "\r\nContent-Length: 0\r\n\r\n"));
      all.add(Malformed.of("GET /tunnel HTTP/1.1\r\n" + header + "\r\nUpgrade: websocket\r\n\r\n"));
    }
    return all;
  }

  private static List<Malformed> bodies() {
    return Stream.of(
            "Content-Length: -1\r\n\r\n{}",
            "Content-Length: +2\r\n\r\n{}",
            "Content-Length: two\r\n\r\n{}",
            "Content-Length: 0x2\r\n\r\n{}",
            "Content-Length: 2 2\r\n\r\n{}",
            "Content-Length: 2, 3\r\n\r\n{}",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "Content-Length: 99999999999999999999\r\n\r\n{}",
            "Content-Length: 9999999999\r\n\r\n{}",
            "Content-Length: 1000\r\n\r\n{}",
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2;" + "e".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: gzip\r\n\r\n{}",
            "Transfer-Encoding: chunked, gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "Expect: the-impossible\r\nContent-Length: 2\r\n\r\n{}",
            "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")
        .map(rest -> Malformed.of("POST / HTTP/1.1\r\nHost: localhost\r\n" + rest))
        .toList();
  }

  /** Calls that are HTTP, but whose signature is missing or wrong in form. */
  public static List<Malformed> unsignedCalls() {
    return Stream.of(
            "",
            "Authorization: \r\n",
            "Authorization: Basic YTpi\r\n",
            "Authorization: Bearer abc\r\n",
            "Authorization: AWS4-HMAC-SHA256\r\n",
            "Authorization: AWS4-HMAC-SHA256 Credential=, SignedHeaders=, Signature=\r\n",
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, Signature=00\r\n",
            "Authorization: AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00\r\n",
            "Authorization: AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host\r\n",
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20990101/us-east-1/IoTSecuredTunneling/"
                + "aws4_request, SignedHeaders=host, Signature="
                + "0".repeat(64)
                + "\r\n",
            "Authorization: AWS4-HMAC-SHA256 " + "=,".repeat(1_000) + "\r\n",
            "Authorization: AWS4-HMAC-SHA256 Credential=" + "/".repeat(500) + "\r\n",
            "Authorization: AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/e, Signature=00\r\n")
        .map(header ->
            Malformed.of(
                "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target:"
                    + " IoTSecuredTunneling.ListTunnels\r\nX-Amz-Date: 20261124T000000Z\r\n"
                    + header
                    + "Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}"))
        .toList();
  }

  /** Of a handshake that would be good, each with one thing wrong; none spends the token. */
  public static List<Malformed> handshakes(Handshake good) {
    var all = new ArrayList<Handshake>();
    Stream.of(
            "/tunnel",
            "/tunnel?",
            "/tunnel?local-proxy-mode",
            "/tunnel?local-proxy-mode=",
            "/tunnel?local-proxy-mode=SOURCE",
            "/tunnel?local-proxy-mode=sourc%",
            "/tunnel?local-proxy-mode=source&local-proxy-mode=destination",
            "/tunnel?mode=source",
            "/tunnel/?local-proxy-mode=source",
            "/Tunnel?local-proxy-mode=source",
            "/?local-proxy-mode=source")
        .map(good::target)
        .forEach(all::add);
    Stream.of("POST", "HEAD", "PUT", "OPTIONS").map(good::method).forEach(all::add);
    Stream.of(
            "Upgrade",
            "Connection",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Protocol",
            "access-token")
        .map(good::without)
        .forEach(all::add);
    Stream.of("", "h2c", "web socket", "websocket2")
        .map(v -> good.with("Upgrade", v))
        .forEach(all::add);
    Stream.of("", "close", "keep-alive").map(v -> good.with("Connection", v)).forEach(all::add);
    Stream.of("", "x", "dGhlIHNhbXBsZSBub25j", "!".repeat(24), "A".repeat(400))
        .map(v -> good.with("Sec-WebSocket-Key", v))
        .forEach(all::add);
    Stream.of("", "0", "12", "14", "thirteen", "13, 8", "-13")
        .map(v -> good.with("Sec-WebSocket-Version", v))
        .forEach(all::add);
    Stream.of(
            "",
            "chat",
            "aws.iot.securetunneling",
            "aws.iot.securetunneling-0.0",
            "aws.iot.securetunneling-3.1",
            "AWS.IOT.SECURETUNNELING-3.0",
            ",,,")
        .map(v -> good.with("Sec-WebSocket-Protocol", v))
        .forEach(all::add);
    Stream.of("", " ", "short", "Ä".repeat(40), "a".repeat(4_000))
        .map(v -> good.with("access-token", v))
        .forEach(all::add);
    Stream.of("", "short", "a".repeat(31), "a".repeat(129), "_".repeat(40), "a b".repeat(12))
        .map(v -> good.and("client-token", v))
        .forEach(all::add);
    all.add(good.and("access-token", "another"));
    all.add(good.and("Cookie", "awsiot-tunnel-token=another"));
    all.add(good.and("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
    return all.stream()
        .map(handshake -> Malformed.of(new String(handshake.bytes(), StandardCharsets.ISO_8859_1)))
        .toList();
  }
}
