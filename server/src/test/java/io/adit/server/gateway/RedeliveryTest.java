package io.adit.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.tunnel.Admission;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.wire.AccessToken;
import io.adit.wire.NotifyMessage;
import io.adit.wire.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that was offline is not forgotten. */
class RedeliveryTest {
  @TempDir Path folder;
  private final Semaphore processors = new Semaphore(100);
  private GatewayFixture fixture;
  private TestDevices.Identity pump;

  @BeforeEach
  void start() throws Exception {
    fixture = new GatewayFixture(folder);
    pump = fixture.devices.add("pump");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void whoComesOnlineLaterGetsAFreshTokenThatIsGood() throws Exception {
    OpenedTunnel opened = fixture.openTunnel("pump", "SSH", "VNC");
    try (TestDevice device = fixture.device(pump, 4)) {
      device.connected("pump").subscribed("pump");

      TestDevice.Told told = device.told();

      assertThat(told.message().services()).containsExactly("SSH", "VNC");
      assertThat(told.message().clientAccessToken()).isNotEqualTo(opened.destination());
      assertThat(admit(opened.destination())).isInstanceOf(Admission.Refused.class);
      assertThat(admit(told.message().clientAccessToken())).isInstanceOf(Admission.Admitted.class);
      device.hearsNothing();
    }
  }

  @Test
  void whoHasUsedItsTokenIsNotDisturbed() throws Exception {
    OpenedTunnel opened = fixture.openTunnel("pump");
    admit(opened.destination());
    try (TestDevice device = fixture.device(pump, 4)) {
      device.connected("pump").subscribed("pump");

      OpenedTunnel next = fixture.openTunnel("pump");

      assertThat(device.told().message().clientAccessToken()).isEqualTo(next.destination());
    }
  }

  @Test
  void whatIsToldRightAfterSubscribingIsToldOnce() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (TestDevice device = fixture.device(pump, 4)) {
        device.connected("pump").subscribed("pump");

        OpenedTunnel opened = fixture.openTunnel("pump");

        assertThat(device.told().message().clientAccessToken()).isEqualTo(opened.destination());
        assertThat(admit(opened.destination())).isInstanceOf(Admission.Admitted.class);
        device.hearsNothing();
      }
    }
  }

  @Test
  void whatASessionHoldsIsNotRotatedWhenItSubscribesAgain() throws Exception {
    try (TestDevice device = fixture.device(pump, 4)) {
      device.connect("pump", false, MqttPackets.NONE);
      device.subscribed("pump");
      OpenedTunnel opened = fixture.openTunnel("pump");
      device.told();

      device.subscribed("pump");
      fixture.openTunnel("pump");

      assertThat(device.told().message().clientAccessToken()).isNotNull();
      assertThat(admit(opened.destination())).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void whoSubscribesAgainAndAgainDoesNotRotateWithoutEnd() throws Exception {
    fixture.openTunnel("pump");
    AtomicInteger rotations = new AtomicInteger();
    fixture
        .registry()
        .addListener(
            new TunnelListener() {
              @Override
              public void onRotated(
                  RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
                rotations.incrementAndGet();
              }
            });
    try (TestDevice device = fixture.device(pump, 4)) {
      device.connected("pump");
      boolean told = false;
      for (int i = 0; i < 200; i++) {
        byte[] subscribe =
            MqttPackets.subscribe(4, 7, 0, MqttPackets.NONE, NotifyMessage.topic("pump"));
        device.send(subscribe);
        while (device.next().type() != MqttPackets.SUBACK) {
          told = true;
        }
      }
      if (!told) {
        device.told();
      }
    }

    // The device is told before those who listen behind the gateway.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (rotations.get() == 0 && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(rotations.get()).isBetween(1, 20);
  }

  @Test
  void allThatAThingMissedIsTold() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(fixture.openTunnel("pump", "S" + i).tunnel().tunnelId());
    }
    fixture.registry().close(ids.getFirst(), false);
    try (TestDevice device = fixture.device(pump, 5)) {
      device.connected("pump").subscribed("pump");

      Set<String> services = ConcurrentHashMap.newKeySet();
      for (int i = 0; i < 9; i++) {
        services.addAll(device.told().message().services());
      }

      assertThat(services)
          .containsExactlyInAnyOrder("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9");
      device.hearsNothing();
    }
  }

  /** Sessions are in memory, and go with the gateway; tunnels do not. */
  @Test
  void aThousandDevicesAreBackAfterARestartAndNoneHasLostItsToken() throws Exception {
    int devices = 1_000;
    int port = fixture.gateway().port();
    List<TestDevices.Identity> identities = new ArrayList<>();
    for (int i = 0; i < devices; i++) {
      identities.add(fixture.devices.add("thing-" + i));
    }
    for (int i = 0; i < devices; i += 10) {
      fixture.openTunnel("thing-" + i);
    }
    fixture.restart();
    assertThat(fixture.gateway().port()).isEqualTo(port);

    Set<AccessToken> tokens = ConcurrentHashMap.newKeySet();
    List<TestDevice> connected = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<TestDevice>> comingBack = new ArrayList<>();
      for (int i = 0; i < devices; i++) {
        int number = i;
        comingBack.add(threads.submit(() -> back(number, identities.get(number), tokens)));
      }
      for (Future<TestDevice> each : comingBack) {
        connected.add(each.get());
      }
    }

    assertThat(fixture.gateway().connections()).isEqualTo(devices);
    assertThat(tokens).hasSize(devices / 10);
    assertThat(tokens).allMatch(token -> admit(token) instanceof Admission.Admitted);
    for (TestDevice device : connected) {
      device.cut();
    }
  }

  /** Comes back as devices do: again and again. */
  private TestDevice back(int number, TestDevices.Identity identity, Set<AccessToken> tokens)
      throws Exception {
    TestDevice device = connectedAtLast(identity, 4 + number % 2);
    device.subscribed("thing-" + number);
    if (number % 10 == 0) {
      tokens.add(device.told().message().clientAccessToken());
    }
    return device;
  }

  private TestDevice connectedAtLast(TestDevices.Identity identity, int version)
      throws IOException, InterruptedException {
    IOException failure = new IOException("nobody tried");
    for (int attempt = 0; attempt < 20; attempt++) {
      processors.acquire(); // this machine has not a thousand of them
      try {
        return fixture.device(identity, version).connected("client");
      } catch (IOException e) {
        failure = e;
      } finally {
        processors.release();
      }
    }
    throw failure;
  }

  private Admission admit(AccessToken token) {
    return fixture.registry().admit(Side.DESTINATION, token, null);
  }
}
