package io.adit.peer.link;

import io.adit.peer.socket.Endpoint;
import io.adit.peer.socket.SocketStream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is said to a web proxy until it lets us through to the relay (RFC 9110, section 9.3.6). It
 * looks the relay's name up, not we.
 */
final class ConnectExchange {
  private static final int LOGIN_REQUIRED = 407;

  private final Vertx vertx;
  private final SocketStream socket;
  private final WebProxy proxy;
  private final Endpoint.Tcp target;
  private final HttpResponseReader reader = HttpResponseReader.ofHeads();
  private final Promise<Void> promise = Promise.promise();

  ConnectExchange(Vertx vertx, SocketStream socket, WebProxy proxy, Endpoint.Tcp target) {
    this.vertx = vertx;
    this.socket = socket;
    this.proxy = proxy;
    this.target = target;
  }

  /**
   * On success the socket is paused and ends at the relay. Fails with an {@link
   * UnreachableException}: nothing that a web proxy says is for ever.
   */
  Future<Void> run(Duration limit) {
    long timer = vertx.setTimer(limit.toMillis(), _ -> fail("did not answer in time"));
    socket.onBytes(this::onBytes);
    socket.onEnd(() -> fail("closed without an answer"));
    socket.write(ByteBuffer.wrap(request().getBytes(StandardCharsets.US_ASCII)));
    socket.resume();
    return promise
        .future()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .onFailure(_ -> socket.abort());
  }

  /** It may hold a password: never log it. */
  private String request() {
    String authorization =
        proxy.authorization().map(value -> "Proxy-Authorization: " + value + "\r\n").orElse("");
    return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization + "\r\n";
  }

  private void onBytes(ByteBuffer bytes) {
    try {
      reader.read(bytes).ifPresent(this::onResponse);
    } catch (IllegalArgumentException e) {
      fail("sent " + e.getMessage());
    }
  }

  private void onResponse(HttpResponse response) {
    int status = response.status();
    if (status == LOGIN_REQUIRED) {
      fail(loginAdvice(response));
    } else if (status < 200 || status > 299) {
      fail("answered " + status + " (" + reason(response) + ") to CONNECT " + target);
    } else if (reader.rest().hasRemaining()) {
      fail("sent more than its answer to CONNECT");
    } else {
      socket.pause();
      promise.tryComplete();
    }
  }

  private static String reason(HttpResponse response) {
    return HttpResponseReader.printable(response.reasonPhrase());
  }

  private String loginAdvice(HttpResponse response) {
    List<String> schemes =
        response.headers().getOrDefault("proxy-authenticate", List.of("Basic")).stream()
            .map(HttpResponseReader::printable)
            .toList();
    if (schemes.stream().noneMatch(scheme -> scheme.toLowerCase(Locale.ROOT).contains("basic"))) {
      return "asks for a login (407) by " + String.join(", ", schemes) + "; only Basic is known";
    }
    return proxy.login() == null
        ? "asks for a login (407); put it into https_proxy: http://USER:PASSWORD@HOST:PORT, both"
            + " percent-encoded"
        : "refuses the login in https_proxy (407); are user and password right and"
            + " percent-encoded? A + stands for a space there, %2B for a plus";
  }

  private void fail(String what) {
    promise.tryFail(new UnreachableException("The web proxy " + proxy + " " + what));
  }
}
