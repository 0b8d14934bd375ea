package io.adit.server.relay;

import static io.adit.server.testing.Messages.data;
import static io.adit.server.testing.Messages.serviceIds;
import static io.adit.server.testing.Messages.streamStart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.adit.server.tunnel.OpenedTunnel;
import io.adit.wire.Message;
import io.adit.wire.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of the Autobahn test suite, by their numbers, that mean something to a relay of bytes:
 * where the suite expects an echo, the other side of the tunnel has to get the bytes; where it
 * sends text, the relay has to refuse it, as a tunnel carries none. Left out are 1.1, 5.3 to 5.8
 * and 6 (text and UTF-8), 10 (a client's auto-fragmentation), 12 and 13 (compression, which is
 * never agreed to).
 */
class AutobahnTest {
  private static final String PROTOCOL_ERROR = "1002";
  private static final String NOT_BINARY = "1003";
  private static final int BLOCK = 64_000;

  @TempDir static Path folder;
  private static RelayFixture server;

  private LinkClient source;
  private LinkClient destination;

  @BeforeAll
  static void start() throws IOException {
    RelayOptions usual = RelayOptions.DEFAULT;
    RelayOptions.Links links =
        new RelayOptions.Links(usual.links().highWaterBytes(), Duration.ofMillis(50), null);
    server =
        new RelayFixture(
            folder, new RelayOptions(usual.destinationWait(), usual.limits(), links, Set.of()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void join() throws IOException {
    OpenedTunnel tunnel = server.open("SSH");
    destination = server.link(Side.DESTINATION, tunnel.destination());
    source = server.link(Side.SOURCE, tunnel.source());
    assertThat(destination.next()).isEqualTo(serviceIds("SSH"));
    assertThat(source.next()).isEqualTo(serviceIds("SSH"));
    source.send(streamStart(1, "SSH", 1));
    assertThat(destination.next()).isEqualTo(streamStart(1, "SSH", 1));
  }

  @AfterEach
  void leave() throws IOException {
    source.close();
    destination.close();
  }

  /** 1.2.x: sizes around those where the length's form changes; 1.2.8 in chops of 997 bytes. */
  @ParameterizedTest(name = "1.2.{0}")
  @CsvSource({"1, 1", "2, 125", "3, 126", "4, 127", "5, 128", "6, 64500", "7, 64500", "8, 64500"})
  void binaryOfEverySizePasses(int number, int size) throws Exception {
    Message.Data message = data(1, "SSH", 1, bytes(size));

    sendChopped(
        source.frame(true, LinkClient.BINARY, LinkClient.unit(message)),
        number == 8 ? 997 : Integer.MAX_VALUE);

    assertThat(destination.next()).isEqualTo(message);
  }

  /** 2.1 to 2.4, 2.6: pings of all sizes that are allowed, at once and byte by byte. */
  @ParameterizedTest(name = "2.{0}")
  @CsvSource({"1, 0, 999", "2, 5, 999", "3, 8, 999", "4, 125, 999", "6, 125, 1"})
  void aPingIsAnsweredWithItsPayload(int number, int size, int chop) throws Exception {
    byte[] payload = bytes(size);

    sendChopped(source.frame(true, LinkClient.PING, payload), chop);

    assertThat(source.nextFrame())
        .usingRecursiveComparison()
        .isEqualTo(new LinkClient.Frame(LinkClient.PONG, true, payload));
  }

  /** 2.7 to 2.9: pongs that nobody asked for, before a ping. */
  @ParameterizedTest(name = "2.{0}")
  @CsvSource({"7, 0, 0", "8, 9, 0", "9, 9, 4"})
  void anUnaskedPongIsPassedOver(int number, int pong, int ping) throws Exception {
    source.sendFrame(true, LinkClient.PONG, bytes(pong));
    source.sendFrame(true, LinkClient.PING, bytes(ping));

    assertThat(source.nextFrame().payload()).isEqualTo(bytes(ping));
    assertPasses("after");
  }

  /** 2.10, 2.11: ten pings at once, and chopped. */
  @ParameterizedTest(name = "2.{0}")
  @CsvSource({"10, 999", "11, 1"})
  void tenPingsAreAnsweredInTheirOrder(int number, int chop) throws Exception {
    for (int i = 0; i < 10; i++) {
      sendChopped(source.frame(true, LinkClient.PING, bytes(i)), chop);
    }

    for (int i = 0; i < 10; i++) {
      assertThat(source.nextFrame().payload()).isEqualTo(bytes(i));
    }
  }

  /** Frames that end the link with a close frame of this code; what came before has passed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatBreaksTheRulesClosesTheLink(String number, byte[] frames, String code) throws Exception {
    Message.Data before = data(1, "SSH", 1, "before");
    source.send(before);

    source.sendRaw(frames);

    assertThat(destination.next()).isEqualTo(before);
    assertThat(source.closed()).as("case %s", number).startsWith(code + " ");
  }

  static Stream<Arguments> whatBreaksTheRulesClosesTheLink() {
    List<Arguments> cases = new ArrayList<>();
    bad(cases, "2.5", frame(0x89, bytes(126)));
    bad(cases, "3.1", frame(0x80 | 0x40 | LinkClient.BINARY, bytes(5)));
    bad(cases, "3.2", join(good("ok"), frame(0x80 | 0x20 | LinkClient.BINARY, bytes(5))));
    bad(cases, "3.3", join(good("ok"), frame(0x80 | 0x30 | LinkClient.BINARY, bytes(5))));
    bad(cases, "3.4", join(good("ok"), frame(0x80 | 0x10 | LinkClient.BINARY, bytes(5))));
    bad(cases, "3.5", frame(0x80 | 0x50 | LinkClient.BINARY, bytes(8)));
    bad(cases, "3.6", frame(0x80 | 0x60 | LinkClient.PING, bytes(8)));
    bad(cases, "3.7", frame(0x80 | 0x70 | LinkClient.CLOSE, new byte[0]));
    for (int i = 0; i < 5; i++) {
      byte[] payload = bytes(i < 2 ? 0 : 5);
      bad(cases, "4.1." + (i + 1), join(good("ok"), frame(0x80 | (3 + i), payload)));
      bad(cases, "4.2." + (i + 1), join(good("ok"), frame(0x80 | (11 + i), payload)));
    }
    bad(cases, "5.1", join(frame(LinkClient.PING, bytes(1)), frame(0x80, bytes(1))));
    bad(cases, "5.2", join(frame(LinkClient.PONG, bytes(1)), frame(0x80, bytes(1))));
    bad(cases, "5.9", join(frame(0x80, bytes(4)), good("never")));
    bad(cases, "5.10", join(frame(0x80, bytes(4)), good("never")));
    bad(cases, "5.12", join(frame(0, bytes(4)), good("never")));
    bad(cases, "5.15", join(fragments("two", 2), frame(0, bytes(4))));
    bad(cases, "5.16", join(frame(0, bytes(4)), frame(LinkClient.BINARY, bytes(4))));
    bad(cases, "5.17", join(frame(0x80, bytes(4)), frame(LinkClient.BINARY, bytes(4))));
    bad(cases, "5.18", join(frame(LinkClient.BINARY, half(0)), frame(0x82, half(1))));
    cases.add(arguments("1.1.1 to 1.1.8, 6", frame(0x81, bytes(5)), NOT_BINARY));
    cases.add(arguments("1.1, in fragments", frame(LinkClient.TEXT, bytes(5)), NOT_BINARY));
    bad(cases, "7.3.2", frame(0x88, new byte[] {3}));
    bad(cases, "7.3.6", frame(0x88, join(code(1000), bytes(124))));
    bad(
        cases,
        "7.5.1",
        frame(0x88, join(code(1000), new byte[] {(byte) 0xce, (byte) 0xba, (byte) 0xe1})));
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999}) {
      bad(cases, "7.9 with " + code, frame(0x88, code(code)));
    }
    return cases.stream();
  }

  /** 5.11, 5.13, 5.14, 5.19, 5.20: fragments with pings among them, whatever the chops are. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"5.3, 2, false", "5.19, 5, true", "5.20, 5, true", "5.8, 9, true"})
  void fragmentsArePutTogetherAroundPings(String number, int fragments, boolean pings)
      throws Exception {
    byte[] unit = LinkClient.unit(data(1, "SSH", 1, "fragments of one message"));
    int size = unit.length / fragments;

    for (int i = 0; i < fragments; i++) {
      boolean last = i == fragments - 1;
      source.sendFrame(
          last,
          i == 0 ? LinkClient.BINARY : LinkClient.CONTINUATION,
          Arrays.copyOfRange(unit, i * size, last ? unit.length : (i + 1) * size));
      if (pings && !last) {
        source.sendFrame(true, LinkClient.PING, bytes(i));
      }
    }

    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "fragments of one message"));
    for (int i = 0; pings && i < fragments - 1; i++) {
      assertThat(source.nextFrame().payload()).isEqualTo(bytes(i));
    }
  }

  /** 7.1.1 to 7.1.5: what comes behind a close frame is not read; the close is answered once. */
  @ParameterizedTest(name = "7.1.{0}")
  @MethodSource
  void nothingIsReadBehindAClose(int number, byte[] behind) throws Exception {
    source.send(data(1, "SSH", 1, "before"));

    source.sendRaw(join(frame(0x88, code(1000)), behind));

    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, "before"));
    LinkClient.Frame answer = source.nextFrame();
    assertThat(answer.opcode()).isEqualTo(LinkClient.CLOSE);
    assertThat(source.isCut()).isTrue();
    // What the destination is told is that the source has gone.
    assertThat(destination.next()).isNotEqualTo(data(1, "SSH", 1, "after"));
  }

  static Stream<Arguments> nothingIsReadBehindAClose() {
    return Stream.of(
        arguments(1, new byte[0]),
        arguments(2, frame(0x88, code(1000))),
        arguments(3, frame(0x89, bytes(4))),
        arguments(4, good("after")),
        arguments(5, frame(0x80, bytes(4))),
        // No more than goes out in one piece: the relay may have cut the connection before a
        // second.
        arguments(6, good("after".repeat(2_000))));
  }

  /** 7.3.1, 7.3.3 to 7.3.5, 7.7.x, 7.13.x: closes that are in order are answered with 1000. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void aCloseInOrderIsAnswered(String number, byte[] payload) throws Exception {
    source.sendFrame(true, LinkClient.CLOSE, payload);

    LinkClient.Frame answer = source.nextFrame();
    assertThat(answer.opcode()).as("case %s", number).isEqualTo(LinkClient.CLOSE);
    assertThat(ByteBuffer.wrap(answer.payload()).getShort()).isEqualTo((short) 1000);
    assertThat(source.isCut()).isTrue();
  }

  static Stream<Arguments> aCloseInOrderIsAnswered() {
    List<Arguments> cases = new ArrayList<>();
    cases.add(arguments("7.3.1", new byte[0]));
    cases.add(arguments("7.3.3", code(1000)));
    cases.add(
        arguments("7.3.4", join(code(1000), "Hello World!".getBytes(StandardCharsets.UTF_8))));
    cases.add(arguments("7.3.5", join(code(1000), bytes(123))));
    for (int code :
        new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
      cases.add(arguments("7.7 with " + code, code(code)));
    }
    return cases.stream();
  }

  /** 9.2, 9.4, 9.6: much, in one message of fragments, and in chops; a frame has its limit. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "9.2.1 (in frames of 64000), 64000, 999999999",
    "9.4.1, 64, 999999999",
    "9.4.4, 4096, 999999999",
    "9.4.6, 65536, 999999999",
    "9.4.7 (as far as a frame goes), 131076, 999999999",
    "9.6.1, 65536, 64",
    "9.6.4, 65536, 512",
  })
  void muchPassesInFragmentsAndChops(String number, int fragment, int chop) throws Exception {
    Message.Data block = data(1, "SSH", 1, bytes(BLOCK));
    byte[] unit = LinkClient.unit(block);
    byte[] all = join(Stream.generate(() -> unit).limit(4).toArray(byte[][]::new));

    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int from = 0; from < all.length; from += fragment) {
      int to = Math.min(all.length, from + fragment);
      frames.writeBytes(
          source.frame(
              to == all.length,
              from == 0 ? LinkClient.BINARY : LinkClient.CONTINUATION,
              Arrays.copyOfRange(all, from, to)));
    }
    sendChopped(frames.toByteArray(), chop);

    for (int i = 0; i < 4; i++) {
      assertThat(destination.next()).isEqualTo(block);
    }
  }

  /** 9.1.1, 9.2.3 to 9.2.6: a message of megabytes in one frame is beyond the tunnel's limit. */
  @ParameterizedTest(name = "9.2 with {0} bytes")
  @CsvSource({"131077", "1048576", "16777216"})
  void aFrameThatIsTooLargeIsRefusedByItsHeader(int size) throws Exception {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) 0x82).put((byte) 0xff).putLong(size);

    source.sendRaw(header.putInt(7).array());

    assertThat(source.closed()).startsWith("1009 ");
  }

  private void assertPasses(String text) throws IOException {
    source.send(data(1, "SSH", 1, text));
    assertThat(destination.next()).isEqualTo(data(1, "SSH", 1, text));
  }

  private void sendChopped(byte[] bytes, int chop) throws IOException {
    for (int from = 0; from < bytes.length; from += chop) {
      source.sendRaw(Arrays.copyOfRange(bytes, from, Math.min(bytes.length - from, chop) + from));
      if (chop == Integer.MAX_VALUE) {
        return;
      }
    }
  }

  private static void bad(List<Arguments> cases, String number, byte[] frames) {
    cases.add(arguments(number, frames, PROTOCOL_ERROR));
  }

  private static byte[] good(String text) {
    return frame(0x82, LinkClient.unit(data(1, "SSH", 1, text)));
  }

  private static byte[] fragments(String text, int count) {
    byte[] unit = LinkClient.unit(data(1, "SSH", 1, text));
    return join(
        IntStream.range(0, count)
            .mapToObj(i ->
                frame(
                    (i == 0 ? LinkClient.BINARY : 0) | (i == count - 1 ? 0x80 : 0),
                    Arrays.copyOfRange(
                        unit, unit.length * i / count, unit.length * (i + 1) / count)))
            .toArray(byte[][]::new));
  }

  private static byte[] half(int which) {
    byte[] unit = LinkClient.unit(data(1, "SSH", 1, "halves"));
    return Arrays.copyOfRange(unit, which * unit.length / 2, (which + 1) * unit.length / 2);
  }

  /** With a mask that changes nothing; {@link LinkTest} uses others. */
  private static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else {
      frame.put((byte) 0xfe).putShort((short) payload.length);
    }
    frame.putInt(0).put(payload);
    return Arrays.copyOf(frame.array(), frame.position());
  }

  private static byte[] join(byte[]... parts) {
    return LinkClient.join(parts);
  }

  private static byte[] code(int code) {
    return new byte[] {(byte) (code >> 8), (byte) code};
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ('a' + i % 26);
    }
    return bytes;
  }
}
