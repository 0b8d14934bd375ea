package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.Logged;
import io.adit.server.testing.Race;
import io.adit.wire.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it reads what a class logs")
class TunnelExpiryTest {
  @TempDir Path folder;
  private RegistryFixture fixture;
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() {
    fixture = new RegistryFixture(folder);
    listen();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aTunnelIsOpenUntilItsLastMomentAndClosedAtItsEnd() {
    String id = fixture.openForMinutes(60).tunnel().tunnelId();

    pass(Duration.ofMinutes(60).minusMillis(1));
    fixture.registry().sweep();
    assertThat(fixture.registry().describe(id).status()).isEqualTo(TunnelStatus.OPEN);
    assertThat(heard).isEmpty();

    pass(Duration.ofMillis(1));
    fixture.registry().sweep();
    assertThat(fixture.registry().describe(id).status()).isEqualTo(TunnelStatus.CLOSED);
    assertThat(heard).containsExactly(id + " EXPIRED");
  }

  @Test
  void anOverdueTunnelLooksTheSameBeforeAndAfterTheSweep() {
    Tunnel opened = fixture.openForMinutes(1).tunnel();
    String id = opened.tunnelId();
    fixture.registry().connected(id, Side.SOURCE, "link");
    pass(Duration.ofMinutes(2));

    Tunnel before = fixture.registry().describe(id);
    List<Tunnel> listedBefore = fixture.registry().list(null, 100, null).tunnels();
    fixture.registry().sweep();

    assertThat(before.status()).isEqualTo(TunnelStatus.CLOSED);
    assertThat(before.closedAt()).isEqualTo(opened.expiresAt());
    assertThat(before.lastUpdatedAt()).isEqualTo(opened.expiresAt());
    assertThat(before.source())
        .isEqualTo(new ConnectionState(ConnectionState.Status.DISCONNECTED, opened.expiresAt()));
    assertThat(before.destination()).isEqualTo(ConnectionState.NEVER);
    assertThat(fixture.registry().describe(id)).isEqualTo(before);
    assertThat(listedBefore).containsExactly(before);
  }

  @Test
  void linksOfAnOverdueTunnelChangeNothing() {
    String id = fixture.openForMinutes(1).tunnel().tunnelId();
    fixture.registry().connected(id, Side.SOURCE, "link");
    pass(Duration.ofMinutes(2));
    Tunnel overdue = fixture.registry().describe(id);

    fixture.registry().disconnected(id, Side.SOURCE, "link");
    fixture.registry().connected(id, Side.DESTINATION, "other");
    fixture.registry().disconnectAll();
    assertThat(fixture.registry().describe(id)).isEqualTo(overdue);
    fixture.registry().sweep();

    assertThat(fixture.registry().describe(id)).isEqualTo(overdue);
  }

  @Test
  void aTunnelExpiresOnceHoweverOftenItIsSwept() throws Exception {
    String id = fixture.openForMinutes(1).tunnel().tunnelId();
    pass(Duration.ofMinutes(1));

    Race.of(20, i -> () -> fixture.registry().sweep());
    fixture.registry().sweep();

    assertThat(heard).containsExactly(id + " EXPIRED");
  }

  @Test
  void closingAnOverdueTunnelIsItsExpiry() {
    String closed = fixture.openForMinutes(1).tunnel().tunnelId();
    String deleted = fixture.openForMinutes(1).tunnel().tunnelId();
    pass(Duration.ofMinutes(5));
    Tunnel overdue = fixture.registry().describe(closed);

    fixture.registry().close(closed, false);
    fixture.registry().close(deleted, true);
    fixture.registry().sweep();

    assertThat(heard).containsExactly(closed + " EXPIRED", deleted + " EXPIRED");
    assertThat(fixture.registry().describe(closed)).isEqualTo(overdue);
  }

  @Test
  void manyTunnelsExpireInOneSweep() {
    List<String> expected =
        IntStream.range(0, 1_100)
            .mapToObj(i -> fixture.openForMinutes(1).tunnel().tunnelId() + " EXPIRED")
            .toList();
    pass(Duration.ofMinutes(2));

    fixture.registry().sweep();
    assertThat(heard).containsExactlyInAnyOrderElementsOf(expected);

    pass(RegistryFixture.RETENTION);
    fixture.registry().sweep();
    assertThat(fixture.registry().list(null, 100, null).tunnels()).isEmpty();
  }

  @Test
  void aClosedTunnelIsKeptForTheRetentionAndThenForgotten() {
    OpenedTunnel opened = fixture.open();
    String id = opened.tunnel().tunnelId();
    fixture.registry().tag(id, List.of(new Tag("a", "1")));
    fixture.registry().close(id, false);

    pass(RegistryFixture.RETENTION.minusMillis(1));
    fixture.registry().sweep();
    assertThat(fixture.registry().describe(id).status()).isEqualTo(TunnelStatus.CLOSED);
    assertThat(fixture.registry().admit(Side.SOURCE, opened.source(), null))
        .isEqualTo(new Admission.Refused(Refusal.CLOSED, id));

    List<String> changed = new ArrayList<>();
    fixture
        .registry()
        .addListener(
            new TunnelListener() {
              @Override
              public void onChanged(String tunnelId) {
                changed.add(tunnelId);
              }
            });
    pass(Duration.ofMillis(1));
    fixture.registry().sweep();
    assertThat(changed).containsExactly(id);
    assertThatThrownBy(() -> fixture.registry().describe(id))
        .isInstanceOf(TunnelNotFoundException.class);
    assertThat(fixture.registry().admit(Side.SOURCE, opened.source(), null))
        .isEqualTo(new Admission.Refused(Refusal.UNKNOWN));
    assertThat(heard).containsExactly(id + " REQUESTED");
  }

  @Test
  void openTunnelsAreNeverForgotten() {
    Tunnel open = fixture.openForMinutes(720).tunnel();
    pass(Duration.ofMinutes(719));

    fixture.registry().sweep();

    assertThat(fixture.registry().describe(open.tunnelId())).isEqualTo(open);
  }

  @Test
  void theSweepSaysWhenItIsNextDue() {
    Instant start = fixture.clock.instant();
    assertThat(fixture.registry().sweep()).isEmpty();

    String id = fixture.openForMinutes(100).tunnel().tunnelId();
    assertThat(fixture.registry().sweep()).contains(start.plus(Duration.ofMinutes(100)));
    fixture.registry().close(id, false);
    assertThat(fixture.registry().sweep()).contains(start.plus(RegistryFixture.RETENTION));
    fixture.clock.set(start.plus(RegistryFixture.RETENTION));
    assertThat(fixture.registry().sweep()).isEmpty();
  }

  @Test
  void whatEndedWhileTheServerWasDownIsClosedAtItsEnd() {
    Tunnel opened = fixture.openForMinutes(60).tunnel();
    pass(Duration.ofMinutes(90));

    fixture.restart();
    listen();
    fixture.registry().disconnectAll();
    fixture.registry().sweep();

    assertThat(heard).containsExactly(opened.tunnelId() + " EXPIRED");
    assertThat(fixture.registry().describe(opened.tunnelId()).closedAt())
        .isEqualTo(opened.expiresAt());
  }

  @Test
  void theSweeperClosesATunnelByItself() throws Exception {
    CompletableFuture<String> expired = new CompletableFuture<>();
    fixture.registry().addListener(onExpiry(expired));
    TunnelSweeper sweeper = new TunnelSweeper(fixture.registry(), fixture.clock);
    try {
      String id = fixture.openForMinutes(1).tunnel().tunnelId();
      pass(Duration.ofMinutes(1));

      assertThat(expired.get(30, TimeUnit.SECONDS)).isEqualTo(id);
    } finally {
      sweeper.close();
    }
  }

  @Test
  void theSweeperGoesOnAfterAFailedSweep() throws Exception {
    AtomicInteger failures = new AtomicInteger(2);
    TunnelRegistry failing =
        fixture.newRegistry(() -> {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("this failure is part of the test");
          }
          return fixture.clock.instant();
        });
    CompletableFuture<String> expired = new CompletableFuture<>();
    failing.addListener(onExpiry(expired));
    String id = fixture.openForMinutes(1).tunnel().tunnelId();
    pass(Duration.ofMinutes(1));

    try (Logged logged = new Logged(TunnelSweeper.class)) {
      TunnelSweeper sweeper = new TunnelSweeper(failing, fixture.clock);
      try {
        assertThat(expired.get(30, TimeUnit.SECONDS)).isEqualTo(id);
      } finally {
        sweeper.close();
      }
      assertThat(logged.lines()).singleElement().asString().startsWith("ERROR Expired tunnels");
    }
  }

  private static TunnelListener onExpiry(CompletableFuture<String> expired) {
    return new TunnelListener() {
      @Override
      public void onClosed(String tunnelId, CloseCause cause) {
        expired.complete(tunnelId);
      }
    };
  }

  private void listen() {
    fixture
        .registry()
        .addListener(
            new TunnelListener() {
              @Override
              public void onClosed(String tunnelId, CloseCause cause) {
                heard.add(tunnelId + " " + cause);
              }
            });
  }

  private void pass(Duration time) {
    fixture.clock.advance(time);
  }
}
