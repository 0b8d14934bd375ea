package io.adit.cli.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.CommandFailedException;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.TunnelTokens;
import io.adit.cli.api.Tunnels;
import io.adit.cli.proxy.status.Terminal;
import io.adit.peer.ProxyOutcome;
import io.adit.peer.socket.Channels;
import io.adit.peer.socket.Endpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The way to a thing, against a real server, with a device that dials out. */
class ReachTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir static Path folder;

  @AutoClose private static TestingServer server;

  @AutoClose private final EchoService echo = EchoService.start();
  private final Farewell farewell = new Farewell();
  private String thing = "";

  @BeforeAll
  static void startServer() {
    server = TestingServer.start(folder);
  }

  @BeforeEach
  void nameTheThing(TestInfo test) {
    thing = test.getTestMethod().orElseThrow().getName();
  }

  @AfterEach
  void end() {
    farewell.close();
  }

  @Test
  void opensATunnelAndClosesItAtTheEnd() throws Exception {
    try (var _ = device()) {
      SourceLink link = reach(farewell, _ -> {}).listen(anywhere("SSH"));

      assertThat(echoed(link)).isEqualTo("hello");
      assertThat(openTunnels())
          .singleElement()
          .satisfies(
              tunnel -> assertThat(tunnel.description()).isEqualTo("adit: closed when it ends"));

      farewell.close();
      assertThat(allTunnels()).isEmpty();
    }
  }

  @Test
  void usesAnOpenTunnelAndLeavesItOpen() throws Exception {
    try (var device = device()) {
      TunnelTokens lasting = device.openLasting("WEB", "SSH");
      awaitDestination(lasting.tunnelId());

      SourceLink link = reach(farewell, _ -> {}).listen(anywhere("SSH"));

      assertThat(echoed(link)).isEqualTo("hello");
      assertThat(openTunnels())
          .extracting(TunnelFacts.Summary::id)
          .containsExactly(lasting.tunnelId());
      farewell.close();
      assertThat(openTunnels())
          .extracting(TunnelFacts.Summary::id)
          .containsExactly(lasting.tunnelId());
    }
  }

  @Test
  void keepsWhatItOpenedAndUsesItTheNextTime() throws Exception {
    try (var _ = device()) {
      var _ = reach(farewell, _ -> {}, "--keep").listen(anywhere("SSH"));
      farewell.close();
      String kept = openTunnels().getFirst().id();
      awaitSource(kept, false);

      Farewell next = new Farewell();
      SourceLink link = reach(next, _ -> {}).listen(anywhere("SSH"));

      assertThat(echoed(link)).isEqualTo("hello");
      assertThat(openTunnels()).extracting(TunnelFacts.Summary::id).containsExactly(kept);
      next.close();
    }
  }

  @Test
  void opensItsOwnWhereItIsToldTo() throws Exception {
    try (var device = device()) {
      device.openLasting("SSH");

      var _ = reach(farewell, _ -> {}, "--new").listen(anywhere("SSH"));

      assertThat(openTunnels()).hasSize(2);
    }
  }

  @Test
  void aSecondRunOpensATunnelOfItsOwnWhileTheFirstIsConnected() throws Exception {
    try (var _ = device()) {
      Farewell second = new Farewell();
      SourceLink one = reach(farewell, _ -> {}).listen(anywhere("SSH"));
      SourceLink other = reach(second, _ -> {}).listen(anywhere("SSH"));

      assertThat(echoed(one)).isEqualTo("hello");
      assertThat(echoed(other)).isEqualTo("hello");
      assertThat(openTunnels()).hasSize(2);

      second.close();
      assertThat(echoed(one)).isEqualTo("hello");
      assertThat(openTunnels()).hasSize(1);
    }
  }

  @Test
  void twoAtOnceBothGetThereThoughOnlyOneTunnelIsOpen() throws Exception {
    try (var device = device()) {
      awaitDestination(device.openLasting("SSH").tunnelId());
      Farewell second = new Farewell();

      CompletableFuture<SourceLink> one = inBackground(() -> reach(farewell, _ -> {}));
      CompletableFuture<SourceLink> other = inBackground(() -> reach(second, _ -> {}));

      assertThat(echoed(one.get(20, TimeUnit.SECONDS))).isEqualTo("hello");
      assertThat(echoed(other.get(20, TimeUnit.SECONDS))).isEqualTo("hello");
      second.close();
      farewell.close();
      assertThat(openTunnels()).hasSize(1);
    }
  }

  @Test
  void whoeverLosesATunnelToAnotherMachineOpensOne() throws Exception {
    try (var device = device()) {
      String lasting = device.openLasting("SSH").tunnelId();
      awaitDestination(lasting);
      Consumer<String> theOtherIsQuicker =
          step -> {
            if (step.strip().contains(": waiting for ") && openTunnels().size() == 1) {
              server.tunnels().rotate(lasting, Tunnels.Sides.SOURCE, null);
            }
          };

      SourceLink link = reach(farewell, theOtherIsQuicker).listen(anywhere("SSH"));

      assertThat(echoed(link)).isEqualTo("hello");
      assertThat(openTunnels()).hasSize(2);
      farewell.close();
      assertThat(openTunnels()).extracting(TunnelFacts.Summary::id).containsExactly(lasting);
    }
  }

  @Test
  void saysWhatMayBeWrongWhenTheDeviceDoesNotComeAndClosesTheTunnel() {
    assertThatThrownBy(() -> reach(farewell, _ -> {}, "--timeout", "1s").listen(anywhere("SSH")))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith(thing + " has not connected within 1 s")
        .hasMessageContaining("adit doctor ");

    farewell.close();
    assertThat(openTunnels()).isEmpty();
    // So that doctor can look at it.
    assertThat(allTunnels()).hasSize(1);
  }

  @Test
  void aDeviceThatDoesNotAnswerOnAnOpenTunnelIsToldAgain() throws Exception {
    String lasting;
    try (var device = device()) {
      lasting = device.openLasting("SSH").tunnelId();
      awaitDestination(lasting);
    }
    awaitLink(lasting, tunnel -> !tunnel.sides().destination().isConnected());
    // The new one has not seen the tunnel, and takes a token of its own: so does a real one.
    try (var _ = device()) {
      SourceLink link = reach(farewell, _ -> {}).listen(anywhere("SSH"));

      assertThat(echoed(link)).isEqualTo("hello");
      assertThat(openTunnels()).extracting(TunnelFacts.Summary::id).contains(lasting);
    }
  }

  @Test
  void carriesOneConnectionAndItsEnd() throws Exception {
    try (var _ = device()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Channels channels =
          new Channels(
              java.nio.channels.Channels.newChannel(
                  new ByteArrayInputStream("to and fro\n".getBytes(StandardCharsets.UTF_8))),
              java.nio.channels.Channels.newChannel(out));

      ProxyOutcome outcome = reach(farewell, _ -> {}).carry("SSH", channels);

      assertThat(outcome).isInstanceOf(ProxyOutcome.Ended.class);
      assertThat(out).hasToString("to and fro\n");
      farewell.close();
      assertThat(allTunnels()).isEmpty();
    }
  }

  @Test
  void aSignalWhileItWaitsForTheDeviceLeavesNothingOpen() throws Exception {
    CompletableFuture<SourceLink> waiting = inBackground(() -> reach(farewell, _ -> {}));
    await(() -> !openTunnels().isEmpty());

    farewell.close();

    assertThat(openTunnels()).isEmpty();
    assertThat(waiting).failsWithin(LIMIT);
    assertThat(openTunnels()).isEmpty();
  }

  private interface Start {
    Reach get();
  }

  private CompletableFuture<SourceLink> inBackground(Start start) {
    CompletableFuture<SourceLink> link = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            link.complete(start.get().listen(anywhere("SSH")));
          } catch (InterruptedException | RuntimeException e) {
            link.completeExceptionally(e);
          }
        });
    return link;
  }

  private Reach reach(Farewell end, Consumer<String> onStep, String... options) {
    Terminal hearing =
        new Terminal() {
          @Override
          public OptionalInt width() {
            return OptionalInt.empty();
          }

          @Override
          public void write(String text) {
            onStep.accept(text);
          }
        };
    return Reach.begin(
        CommandLine.populateCommand(new ReachOptions(), options),
        new Wanted(thing, List.of("SSH")),
        new Progress(Progress.Manner.LINES, hearing, System::nanoTime),
        end,
        server.environment());
  }

  private TestingDevice device() {
    return server.device(thing, echo.port());
  }

  private static SequencedMap<String, Endpoint> anywhere(String service) {
    SequencedMap<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put(service, new Endpoint.Tcp("127.0.0.1", 0));
    return endpoints;
  }

  private static String echoed(SourceLink link) throws IOException {
    Endpoint.Tcp at = (Endpoint.Tcp) link.endpoint("SSH");
    try (Socket socket = new Socket(at.host(), at.port())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(5), StandardCharsets.UTF_8);
    }
  }

  private List<TunnelFacts.Summary> openTunnels() {
    return server.tunnels().list(thing, TunnelFacts.Summary::isOpen, Integer.MAX_VALUE);
  }

  private List<TunnelFacts.Summary> allTunnels() {
    return server.tunnels().list(thing, _ -> true, Integer.MAX_VALUE);
  }

  private void awaitDestination(String id) throws InterruptedException {
    awaitLink(id, tunnel -> tunnel.sides().destination().isConnected());
  }

  private void awaitSource(String id, boolean connected) throws InterruptedException {
    awaitLink(id, tunnel -> tunnel.sides().source().isConnected() == connected);
  }

  private void awaitLink(String id, Predicate<TunnelFacts> wanted) throws InterruptedException {
    await(() -> wanted.test(server.tunnels().describe(id)));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("did not come true within " + LIMIT);
      }
      Thread.sleep(10);
    }
  }
}
