package io.adit.peer.link;

import io.adit.peer.socket.SocketStream;
import io.adit.wire.Extensions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The handshake on one socket, from the request until the answer, the end or the time limit. */
final class UpgradeExchange {
  /**
   * The relay agreed.
   *
   * @param channelId the relay's name for the link, for support; empty where it gave none
   * @param extensions in force on the link
   * @param rest the link's first bytes, where some came with the answer
   */
  record Upgraded(Optional<String> channelId, Extensions extensions, ByteBuffer rest) {}

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Vertx vertx;
  private final SocketStream socket;
  private final LinkOptions options;
  private final UpgradeRequest request;
  private final HttpResponseReader reader = new HttpResponseReader();
  private final Promise<Upgraded> promise = Promise.promise();

  UpgradeExchange(Vertx vertx, SocketStream socket, LinkOptions options, RandomGenerator random) {
    this.vertx = vertx;
    this.socket = socket;
    this.options = options;
    this.request = UpgradeRequest.create(options, random);
  }

  /** On success the socket is paused. */
  Future<Upgraded> run() {
    long timer =
        vertx.setTimer(
            options.tuning().openTimeout().toMillis(), _ -> fail("did not answer in time"));
    socket.onBytes(this::onBytes);
    socket.onEnd(this::onEnd);
    socket.write(ByteBuffer.wrap(request.text().getBytes(StandardCharsets.US_ASCII)));
    socket.resume();
    return promise
        .future()
        .onComplete(_ -> vertx.cancelTimer(timer))
        .onFailure(_ -> socket.abort());
  }

  private void onBytes(ByteBuffer bytes) {
    try {
      reader.read(bytes).ifPresent(this::onResponse);
    } catch (IllegalArgumentException e) {
      fail("sent " + e.getMessage());
    }
  }

  private void onEnd() {
    reader.onEnd().ifPresentOrElse(this::onResponse, () -> fail("closed without an answer"));
  }

  private void onResponse(HttpResponse response) {
    if (response.status() == SWITCHING_PROTOCOLS) {
      onSwitched(response);
    } else if (isForLater(response.status())) {
      fail("answered " + response.status() + " (" + reason(response) + ")");
    } else {
      promise.tryFail(new RefusedException(response.status(), reason(response)));
    }
  }

  private void onSwitched(HttpResponse response) {
    Optional<String> disagreement = request.disagreement(response);
    if (disagreement.isPresent()) {
      fail("agreed to another upgrade than we asked for: " + disagreement.get());
      return;
    }
    socket.pause();
    promise.tryComplete(
        new Upgraded(
            response.header("channel-id"), UpgradeRequest.agreed(response), reader.rest()));
  }

  private static boolean isForLater(int status) {
    return status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
  }

  /**
   * The reason in full: the relay puts it into the body and into a header, AWS into the body. A web
   * page is no reason: it comes from a server that is no relay.
   */
  private static String reason(HttpResponse response) {
    String body = response.headerStarts("Content-Type", "text/html") ? "" : response.body();
    return Stream.of(body, response.header("X-Status-Reason").orElse(""), response.reasonPhrase())
        .map(HttpResponseReader::printable)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("no reason given");
  }

  private void fail(String what) {
    promise.tryFail(new UnreachableException(options.relay().address() + " " + what));
  }
}
