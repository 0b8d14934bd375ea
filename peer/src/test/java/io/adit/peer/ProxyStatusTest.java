package io.adit.peer;

import static io.adit.peer.Apps.data;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a proxy tells of itself while it runs. */
class ProxyStatusTest {
  private final PeerFixture fixture = new PeerFixture();
  private final BlockingQueue<ProxyStatus> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  private PeerFixture.Running watchedSource() {
    PeerFixture.Running source = fixture.source("0");
    source.watch(Duration.ofMillis(5), told::add);
    return source;
  }

  private ProxyStatus await(Predicate<ProxyStatus> expected) throws InterruptedException {
    ProxyStatus status = told.poll(20, TimeUnit.SECONDS);
    while (status != null && !expected.test(status)) {
      status = told.poll(20, TimeUnit.SECONDS);
    }
    assertThat(status).isNotNull();
    return status;
  }

  @Test
  void tellsTheWayToTheRelayAndBack() throws Exception {
    watchedSource();
    fixture.relay().link().sendServices("SSH");

    ProxyStatus status =
        await(it ->
            it.state() instanceof ProxyStatus.Connected connected && connected.roundTrip() != null);

    assertThat(((ProxyStatus.Connected) status.state()).roundTrip())
        .isBetween(Duration.ofNanos(1), Duration.ofSeconds(20));
    assertThat(status.reconnects()).isZero();
  }

  @Test
  void countsBytesAndConnectionsOverAllLinks() throws Exception {
    PeerFixture.Running source = watchedSource();
    FakeLink first = fixture.relay().link();
    first.sendServices("SSH");
    try (Socket app = source.connect("SSH")) {
      first.next();
      write(app, "12345");
      first.nextText(5);
      first.send(data(1, "SSH", 1, "123"));
      read(app, 3);

      ProxyStatus status = await(it -> it.traffic().equals(new ProxyStatus.Traffic(5, 3)));
      assertThat(status.openConnections()).isEqualTo(1);
    }

    first.drop();
    FakeLink second = fixture.relay().link();
    second.sendServices("SSH");
    source.awaitConnected();
    source.awaitConnected();
    try (Socket app = source.connect("SSH")) {
      second.next();
      write(app, "678");
      second.nextText(3);

      ProxyStatus status = await(it -> it.traffic().equals(new ProxyStatus.Traffic(8, 3)));
      assertThat(status.reconnects()).isEqualTo(1);
    }
  }

  @Test
  void tellsWhenTheNextAttemptIs() throws Exception {
    fixture
        .reaching("127.0.0.1", Apps.freePort())
        .reconnecting(
            new ReconnectPolicy(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
    watchedSource();

    ProxyStatus status = await(it -> it.state() instanceof ProxyStatus.Waiting);

    assertThat(((ProxyStatus.Waiting) status.state()).nextAttempt())
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @Test
  void tellsItsEndAndThenNothing() throws Exception {
    PeerFixture.Running source = watchedSource();
    fixture.relay().link().sendServices("SSH");

    source.stop();

    assertThat(await(it -> it.state() instanceof ProxyStatus.Ended).openConnections()).isZero();
    assertThat(told).isEmpty();
  }
}
