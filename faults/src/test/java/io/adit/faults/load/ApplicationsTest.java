package io.adit.faults.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.faults.history.Event;
import io.adit.faults.history.Recorder;
import io.adit.faults.history.Rule;
import io.adit.faults.history.Rules;
import io.adit.faults.history.Span;
import io.adit.faults.history.Violation;
import io.adit.wire.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Applications that talk through something that is no proxy: what it does wrong is found. */
class ApplicationsTest {
  private static final long SOURCE = 1_000_001;
  private static final long DESTINATION = 1_000_002;
  private static final long ENOUGH_BYTES = 20_000;

  private final Recorder recorder = new Recorder();
  private final World world = new World(1);

  /** What becomes of the bytes that come in one read. */
  private interface Carrier {
    void carry(byte[] bytes, int count, OutputStream to) throws IOException;
  }

  @Test
  void whatIsCarriedAsItWasIsInOrder() throws Exception {
    assertThat(violations((bytes, count, to) -> to.write(bytes, 0, count))).isEmpty();
    assertThat(world.bytesThroughProxies()).isGreaterThan(ENOUGH_BYTES);
  }

  @Test
  void aByteThatIsLostIsFound() throws Exception {
    assertThat(violations((bytes, count, to) -> to.write(bytes, 1, count - 1)))
        .isNotEmpty()
        .allSatisfy(violation -> assertThat(violation.rule()).isEqualTo(Rule.PREFIX));
  }

  @Test
  void whatIsSentAfterTheTunnelWasClosedIsFound() throws Exception {
    // Given
    recorder.add(new Event.Closed(new Span(2, 3), "tunnel", false));

    // Then
    assertThat(violations((bytes, count, to) -> to.write(bytes, 0, count)))
        .isNotEmpty()
        .allSatisfy(violation -> assertThat(violation.rule()).isEqualTo(Rule.NOTHING_AFTER_CLOSE));
  }

  @Test
  void whatComesToTheWrongTunnelIsFound() throws Exception {
    assertThat(violations("another tunnel", (bytes, count, to) -> to.write(bytes, 0, count)))
        .isNotEmpty()
        .allSatisfy(violation -> assertThat(violation.rule()).isEqualTo(Rule.NOTHING_CROSSES));
  }

  private List<Violation> violations(Carrier carrier) throws Exception {
    return violations("tunnel", carrier);
  }

  /** Of a while of talking, until enough has arrived or something is wrong. */
  private List<Violation> violations(String tunnelOfDevice, Carrier carrier) throws Exception {
    open("tunnel", Side.SOURCE, SOURCE);
    open(tunnelOfDevice, Side.DESTINATION, DESTINATION);
    try (var between = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var applications = new Applications(recorder, world)) {
      Thread.ofVirtual().start(() -> carryAll(between, applications.devicePort(), carrier));
      applications.answer(DESTINATION);
      applications.talk(between.getLocalPort(), SOURCE);
      long end = System.nanoTime() + 20_000_000_000L;
      while (world.bytesThroughProxies() <= ENOUGH_BYTES
          && Rules.violations(recorder.history()).isEmpty()
          && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return Rules.violations(recorder.history());
  }

  private void open(String tunnel, Side side, long link) {
    String token = tunnel + " " + side;
    recorder.add(new Event.Opened(new Span(0, 1), tunnel, Map.of(side, token)));
    recorder.add(
        new Event.Handshake(new Span(1, 2), tunnel, side, token, null, new Event.Admitted(link)));
  }

  private static void carryAll(ServerSocket between, int devicePort, Carrier carrier) {
    try {
      while (true) {
        Socket source = between.accept();
        var device = new Socket(InetAddress.getLoopbackAddress(), devicePort);
        Thread.ofVirtual().start(() -> carry(source, device, carrier));
        Thread.ofVirtual().start(() -> carry(device, source, carrier));
      }
    } catch (IOException e) {
      return; // it is over
    }
  }

  private static void carry(Socket from, Socket to, Carrier carrier) {
    byte[] bytes = new byte[8_192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int count = in.read(bytes); count > 0; count = in.read(bytes)) {
        carrier.carry(bytes, count, to.getOutputStream());
      }
    } catch (IOException e) {
      return; // it is over
    }
  }
}
