package io.adit.peer;

import static io.adit.peer.Apps.accept;
import static io.adit.peer.Apps.listen;
import static io.adit.peer.Apps.read;
import static io.adit.peer.Apps.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Dialect;
import io.adit.wire.Message;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two proxies that report deliveries to each other, and proxies that do not. */
class DeliveryTest {
  private static final String AGREED = "\r\nAdit-Extensions: delivery\r\n\r\n";
  private static final int WAIT_SECONDS = 60;
  private static final int MEBIBYTE = 1024 * 1024;

  /** What may be under way at first, where others ask and answer. */
  private static final int TALKING_BYTES = 128 * 1024;

  /** More than the kernels of a connection, its queue and its link ever hold. */
  private static final int MUCH = 96 * MEBIBYTE;

  private final PeerFixture fixture = new PeerFixture();
  private final ExecutorService apps = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket device;

  @BeforeEach
  void listenOnTheDevice() throws IOException {
    device = listen("127.0.0.1");
  }

  @AfterEach
  void close() throws IOException {
    device.close();
    fixture.close();
    apps.shutdownNow();
  }

  private void relayAgrees(boolean agrees) {
    fixture
        .relay()
        .answer(request ->
            agrees ? request.accept().replaceFirst("\r\n\r\n$", AGREED) : request.accept());
  }

  /** A tunnel whose sides do so or not; returns the source. */
  private PeerFixture.Running tunnel(boolean sourceReports, boolean destinationReports)
      throws Exception {
    relayAgrees(destinationReports);
    fixture.destination("SSH=" + device.getLocalPort());
    FakeLink destination = fixture.relay().link();
    relayAgrees(sourceReports);
    PeerFixture.Running source = fixture.source("SSH=0");
    FakeLink.join(fixture.relay().link(), destination, "SSH");
    return source;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEchoGoesOnBesideACopyThatNobodyReads(boolean upload) throws Exception {
    PeerFixture.Running source = tunnel(true, true);
    try (Socket near = source.connect("SSH");
        Socket far = accept(device);
        Socket shell = source.connect("SSH");
        Socket echo = accept(device)) {
      Transfer stalled = new Transfer(upload ? near : far, MUCH);

      echoUntilStill(shell, echo, stalled);

      assertThat(stalled.sent.get()).isLessThan(MUCH);
      assertThat(digest(upload ? far : near, MUCH)).isEqualTo(stalled.digest());
    }
  }

  @Test
  void aCopyHasLittleUnderWayWhileAnotherConnectionTalks() throws Exception {
    relayAgrees(true);
    PeerFixture.Running source = fixture.source("SSH=0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    try (Socket shell = source.connect("SSH");
        Socket copy = source.connect("SSH")) {
      while (!link.next().equals(new Message.Delivered(1, "SSH", 2, 0))) {
        // until both have begun
      }
      link.send(new Message.Delivered(1, "SSH", 2, 0));
      askAndAnswer(shell, link);
      askAndAnswer(shell, link);
      new Transfer(copy, MEBIBYTE);

      int copied = 0;
      while (copied < TALKING_BYTES) {
        copied += askAndAnswer(shell, link);
      }
      for (int i = 0; i < 200; i++) {
        copied += askAndAnswer(shell, link);
      }

      // Without the talk it would be twice as much.
      assertThat(copied).isLessThanOrEqualTo(TALKING_BYTES + WireLimits.MAX_PAYLOAD_BYTES);
    }
  }

  /** On connection 1; returns how many bytes of others came meanwhile. */
  private static int askAndAnswer(Socket shell, FakeLink link) throws Exception {
    write(shell, "question");
    int others = 0;
    boolean asked = false;
    while (!asked) {
      if (link.any() instanceof Message.Data data) {
        asked = data.connectionId() == 1;
        others += asked ? 0 : data.payload().remaining();
      }
    }
    link.send(Apps.data(1, "SSH", 1, "answer"));
    assertThat(read(shell, 6)).isEqualTo("answer");
    return others;
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void whoeverReportsBothWaysCarryTheSameBytes(boolean source, boolean destination)
      throws Exception {
    PeerFixture.Running running = tunnel(source, destination);
    int bytes = 8 * MEBIBYTE;
    try (Socket near = running.connect("SSH");
        Socket far = accept(device)) {
      Transfer up = new Transfer(near, bytes);
      Transfer down = new Transfer(far, bytes);
      Future<String> arrived = apps.submit(() -> digest(near, bytes));

      assertThat(digest(far, bytes)).isEqualTo(up.digest());
      assertThat(arrived.get(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(down.digest());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void everyDialectCarriesReports(Dialect dialect) throws Exception {
    fixture.speaking(Subprotocol.valueOf(dialect.name()), dialect);
    PeerFixture.Running source = tunnel(true, true);
    try (Socket near = source.connect(dialect == Dialect.V1 ? "" : "SSH");
        Socket far = accept(device)) {
      Transfer up = new Transfer(near, 4 * MEBIBYTE);

      assertThat(digest(far, 4 * MEBIBYTE)).isEqualTo(up.digest());
    }
  }

  @Test
  void anEndBehindBytesThatWaitReachesTheApplicationBehindThem() throws Exception {
    PeerFixture.Running source = tunnel(true, true);
    try (Socket upload = source.connect("SSH");
        Socket app = accept(device)) {
      Transfer sent = new Transfer(upload, 4 * MEBIBYTE);
      Future<?> ended =
          apps.submit(() -> {
            sent.digest();
            upload.shutdownOutput();
            return null;
          });

      assertThat(digest(app, 4 * MEBIBYTE)).isEqualTo(sent.digest());
      assertThat(app.getInputStream().read()).isEqualTo(-1);
      ended.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void aResetWithBytesInFlightHarmsNoOtherConnection() throws Exception {
    PeerFixture.Running source = tunnel(true, true);
    try (Socket upload = source.connect("SSH")) {
      Socket app = accept(device);
      try (Socket shell = source.connect("SSH");
          Socket echo = accept(device)) {
        echoUntilStill(shell, echo, new Transfer(upload, MUCH));
        app.setSoLinger(true, 0);
        app.close();

        assertThat(upload.getInputStream().read()).isEqualTo(-1);
        write(shell, "question");
        assertThat(read(echo, 8)).isEqualTo("question");
      }
    }
  }

  @Test
  void nothingIsReportedToARelayThatDidNotAgree() throws Exception {
    relayAgrees(false);
    fixture.destination("SSH=" + device.getLocalPort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    link.send(new Message.StreamStart(1, "SSH", 1), new Message.Delivered(1, "SSH", 1, 0));

    try (Socket app = accept(device)) {
      link.send(Apps.data(1, "SSH", 1, "x".repeat(60_000)));
      assertThat(read(app, 60_000)).hasSize(60_000);
      write(app, "the first");
      assertThat(link.nextText(9)).isEqualTo("the first");
    }
  }

  @Test
  void theDeviceSaysAtOnceThatItReportsAndThenHowMuch() throws Exception {
    relayAgrees(true);
    fixture.destination("SSH=" + device.getLocalPort());
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    link.send(new Message.StreamStart(1, "SSH", 1));
    assertThat(link.next()).isEqualTo(new Message.Delivered(1, "SSH", 1, 0));

    try (Socket app = accept(device)) {
      link.send(new Message.Delivered(1, "SSH", 1, 0));
      link.send(Apps.data(1, "SSH", 1, "x".repeat(60_000)));
      assertThat(read(app, 60_000)).hasSize(60_000);

      assertThat(link.next()).isEqualTo(new Message.Delivered(1, "SSH", 1, 60_000));
    }
  }

  @Test
  void aReportOfAConnectionThatIsNotThereIsPassedOver() throws Exception {
    relayAgrees(true);
    PeerFixture.Running source = fixture.source("SSH=0");
    FakeLink link = fixture.relay().link();
    link.sendServices("SSH");
    try (Socket app = source.connect("SSH")) {
      assertThat(link.next()).isEqualTo(new Message.StreamStart(1, "SSH", 1));
      assertThat(link.next()).isEqualTo(new Message.Delivered(1, "SSH", 1, 0));

      link.send(new Message.Delivered(1, "SSH", 7, 9), new Message.Delivered(0, "", 0, 9));
      link.send(Apps.data(1, "SSH", 1, "alive"));

      assertThat(read(app, 5)).isEqualTo("alive");
    }
  }

  /** Asks and answers, until the transfer has not moved for many of that. */
  private static void echoUntilStill(Socket shell, Socket echo, Transfer transfer)
      throws IOException {
    long seen = -1;
    for (int still = 0; still < 200; still++) {
      write(shell, "question");
      assertThat(read(echo, 8)).isEqualTo("question");
      write(echo, "answer");
      assertThat(read(shell, 6)).isEqualTo("answer");
      long now = transfer.sent.get();
      still = now == seen && now > 0 ? still : 0;
      seen = now;
    }
  }

  /** Random bytes on their way into a socket. */
  private final class Transfer {
    private final AtomicLong sent = new AtomicLong();
    private final Future<String> done;

    Transfer(Socket into, int bytes) {
      done = apps.submit(() -> send(into, bytes));
    }

    /** Of all that was sent, when it has been. */
    String digest() throws Exception {
      return done.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private String send(Socket into, int bytes) throws Exception {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Random random = new Random(bytes);
      byte[] chunk = new byte[64 * 1024];
      random.nextBytes(chunk);
      while (sent.get() < bytes) {
        chunk[random.nextInt(chunk.length)]++;
        digest.update(chunk);
        into.getOutputStream().write(chunk);
        sent.addAndGet(chunk.length);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static String digest(Socket from, int bytes) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[64 * 1024];
    for (int left = bytes; left > 0; left -= chunk.length) {
      assertThat(from.getInputStream().readNBytes(chunk, 0, chunk.length)).isEqualTo(chunk.length);
      digest.update(chunk);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
