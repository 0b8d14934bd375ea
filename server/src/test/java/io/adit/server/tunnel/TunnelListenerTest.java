package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.Logged;
import io.adit.server.testing.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it reads what a class logs")
class TunnelListenerTest {
  @TempDir Path folder;
  private RegistryFixture fixture;
  private final List<Object> heard = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    fixture = new RegistryFixture(folder);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void aListenerHearsWhatTheCallerGets() {
    fixture.registry().addListener(new Recorder(""));
    DestinationConfig notified = new DestinationConfig("pump", List.of("SSH"));

    OpenedTunnel opened = fixture.open("pump");
    String id = opened.tunnel().tunnelId();
    RotatedTokens rotated = fixture.registry().rotate(id, ClientMode.DESTINATION, notified);
    RotatedTokens unnotified = fixture.registry().rotate(id, ClientMode.ALL, null);
    fixture.registry().close(id, false);

    assertThat(heard)
        .containsExactly(
            opened,
            new Rotation(rotated, ClientMode.DESTINATION, notified),
            new Rotation(unnotified, ClientMode.ALL, null),
            " " + id + " REQUESTED");
  }

  @Test
  void listenersHearInTheOrderInWhichTheyWereAdded() {
    fixture.registry().addListener(new Recorder("first"));
    fixture.registry().addListener(new Recorder("second"));
    String id = fixture.open().tunnel().tunnelId();
    heard.clear();

    fixture.registry().close(id, false);

    assertThat(heard).containsExactly("first " + id + " REQUESTED", "second " + id + " REQUESTED");
  }

  @Test
  void aListenerHearsAfterTheChangeIsStored() {
    List<TunnelStatus> seen = new ArrayList<>();
    fixture
        .registry()
        .addListener(
            new TunnelListener() {
              @Override
              public void onOpened(OpenedTunnel opened) {
                seen.add(fixture.registry().describe(opened.tunnel().tunnelId()).status());
              }

              @Override
              public void onClosed(String tunnelId, CloseCause cause) {
                seen.add(fixture.registry().describe(tunnelId).status());
              }
            });

    fixture.registry().close(fixture.open().tunnel().tunnelId(), false);

    assertThat(seen).containsExactly(TunnelStatus.OPEN, TunnelStatus.CLOSED);
  }

  @Test
  void aListenerThatThrowsBreaksNeitherTheCallNorTheOthers() {
    fixture.registry().addListener(new Thrower());
    fixture.registry().addListener(new Recorder(""));

    try (Logged logged = new Logged(TunnelListeners.class)) {
      String id = fixture.open().tunnel().tunnelId();
      fixture.registry().rotate(id, ClientMode.ALL, null);
      fixture.registry().close(id, false);
      String over = fixture.openForMinutes(1).tunnel().tunnelId();
      fixture.clock.advance(Duration.ofMinutes(2));
      fixture.registry().sweep();

      assertThat(heard).hasSize(5).last().isEqualTo(" " + over + " EXPIRED");
      assertThat(fixture.registry().describe(id).status()).isEqualTo(TunnelStatus.CLOSED);
      assertThat(logged.lines())
          .hasSize(5)
          .allMatch(line -> line.startsWith("ERROR Tunnel ") && line.contains("Thrower failed"))
          .last()
          .asString()
          .contains(over + " is closed");
    }
  }

  @Test
  void deletingIsClosingForAnOpenTunnelOnly() {
    String open = fixture.open().tunnel().tunnelId();
    String closed = fixture.open().tunnel().tunnelId();
    fixture.registry().close(closed, false);
    fixture.registry().addListener(new Recorder(""));

    fixture.registry().close(open, true);
    fixture.registry().close(closed, false);
    fixture.registry().close(closed, true);

    assertThat(heard).containsExactly(" " + open + " REQUESTED");
  }

  @Test
  void racingClosesCloseOnce() throws Exception {
    fixture.registry().addListener(new Recorder(""));
    String id = fixture.open().tunnel().tunnelId();
    heard.clear();

    Race.of(
        50,
        i ->
            () -> {
              fixture.registry().close(id, false);
              return i;
            });

    assertThat(heard).containsExactly(" " + id + " REQUESTED");
  }

  @Test
  void whatWasRefusedIsNotTold() {
    fixture.registry().addListener(new Recorder(""));

    assertThatThrownBy(() ->
            fixture
                .registry()
                .open(
                    new OpenRequest(
                        null,
                        List.of(),
                        new DestinationConfig(null, List.of("A", "B", "C", "D")),
                        720)))
        .isInstanceOf(TunnelLimitException.class);
    assertThatThrownBy(() -> fixture.registry().rotate("no-such", ClientMode.ALL, null))
        .isInstanceOf(TunnelNotFoundException.class);
    assertThatThrownBy(() -> fixture.registry().close("no-such", true))
        .isInstanceOf(TunnelNotFoundException.class);

    assertThat(heard).isEmpty();
  }

  private record Rotation(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {}

  private final class Recorder implements TunnelListener {
    private final String name;

    Recorder(String name) {
      this.name = name;
    }

    @Override
    public void onOpened(OpenedTunnel opened) {
      heard.add(opened);
    }

    @Override
    public void onRotated(
        RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
      heard.add(new Rotation(rotated, mode, notified));
    }

    @Override
    public void onClosed(String tunnelId, CloseCause cause) {
      heard.add(name + " " + tunnelId + " " + cause);
    }
  }

  private static final class Thrower implements TunnelListener {
    @Override
    public void onOpened(OpenedTunnel opened) {
      throw new IllegalStateException("cannot hear of opening");
    }

    @Override
    public void onRotated(
        RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
      throw new IllegalStateException("cannot hear of rotation");
    }

    @Override
    public void onClosed(String tunnelId, CloseCause cause) {
      throw new IllegalStateException("cannot hear of closing");
    }
  }
}
