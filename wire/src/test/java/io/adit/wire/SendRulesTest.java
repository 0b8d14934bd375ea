package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendRulesTest {
  private static final List<String> NO_SERVICES = List.of();
  private static final List<String> SSH = List.of("SSH");
  private static final List<String> TWO = List.of("SSH", "HTTP");

  /**
   * Every type from every sender, before and after its service was started. In each column stand
   * the subprotocols 1.0, 2.0 and 3.0: {@code +} may be sent, {@code -} may not.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DATA              | --- | +++ | --- | +++
          STREAM_START      | +++ | +++ | --- | ---
          STREAM_RESET      | +++ | +++ | +++ | +++
          CONNECTION_START  | --- | --+ | --- | ---
          CONNECTION_RESET  | --+ | --+ | --+ | --+
          SESSION_RESET     | --- | --- | --- | ---
          SERVICE_IDS       | --- | --- | --- | ---
          TYPE_0            | --- | --- | --- | ---
          TYPE_0_IGNORABLE  | --- | --- | --- | ---
          TYPE_8            | --- | --- | --- | ---
          TYPE_8_IGNORABLE  | +++ | +++ | +++ | +++
          """)
  void whoMaySendWhatAndWhen(
      String type,
      String source,
      String startedSource,
      String destination,
      String startedDestination) {
    assertVerdicts(type, Side.SOURCE, false, source);
    assertVerdicts(type, Side.SOURCE, true, startedSource);
    assertVerdicts(type, Side.DESTINATION, false, destination);
    assertVerdicts(type, Side.DESTINATION, true, startedDestination);
  }

  private static void assertVerdicts(String type, Side sender, boolean started, String verdicts) {
    List<List<Subprotocol>> columns =
        List.of(
            List.of(Subprotocol.V1, Subprotocol.V1_BROWSER),
            List.of(Subprotocol.V2),
            List.of(Subprotocol.V3));
    for (int column = 0; column < columns.size(); column++) {
      for (Subprotocol subprotocol : columns.get(column)) {
        SendRules rules = new SendRules(sender, subprotocol, SSH);
        if (started) {
          start(rules, sender, subprotocol);
        }
        Message message = message(type, subprotocol);

        String what =
            message + " from " + sender + " under " + subprotocol + ", started " + started;
        if (verdicts.charAt(column) == '+') {
          assertThatCode(() -> rules.check(message)).as(what).doesNotThrowAnyException();
        } else {
          assertThatThrownBy(() -> rules.check(message))
              .as(what)
              .isInstanceOf(WireViolation.class)
              .extracting("kind")
              .isEqualTo(WireViolation.Kind.ILLEGAL_MESSAGE);
        }
      }
    }
  }

  private static void start(SendRules rules, Side sender, Subprotocol subprotocol) {
    if (sender == Side.SOURCE) {
      rules.check(message("STREAM_START", subprotocol));
    } else {
      rules.onStarted(serviceUnder(subprotocol));
    }
  }

  /** A message as a client of this subprotocol writes it. */
  private static Message message(String type, Subprotocol subprotocol) {
    String service = serviceUnder(subprotocol);
    int connection = subprotocol.newestDialect().namesConnections() ? 1 : 0;
    return switch (type) {
      case "DATA" -> new Message.Data(1, service, connection, payload(1));
      case "STREAM_START" -> new Message.StreamStart(1, service, connection);
      case "STREAM_RESET" -> new Message.StreamReset(1, service, connection);
      case "CONNECTION_START" -> new Message.ConnectionStart(1, service, 2);
      case "CONNECTION_RESET" -> new Message.ConnectionReset(1, service, 2);
      case "SESSION_RESET" -> new Message.SessionReset();
      case "SERVICE_IDS" -> new Message.ServiceIds(SSH);
      case "TYPE_0" -> new Message.Unknown(0, false);
      case "TYPE_0_IGNORABLE" -> new Message.Unknown(0, true);
      case "TYPE_8" -> new Message.Unknown(8, false);
      case "TYPE_8_IGNORABLE" -> new Message.Unknown(8, true);
      default -> throw new AssertionError(type);
    };
  }

  private static String serviceUnder(Subprotocol subprotocol) {
    return subprotocol.newestDialect().namesServices() ? "SSH" : "";
  }

  @Test
  void aStreamIdOf0IsNoStream() {
    assertRefused(
        source(SSH), new Message.StreamStart(0, "SSH", 1), "STREAM_START with stream id 0");
    assertRefused(started(SSH), new Message.Data(0, "SSH", 1, payload(1)), "DATA with stream id 0");
    assertRefused(
        started(SSH), new Message.StreamReset(0, "SSH", 0), "STREAM_RESET with stream id 0");
    assertRefused(
        started(SSH),
        new Message.ConnectionStart(0, "SSH", 2),
        "CONNECTION_START with stream id 0");
    assertRefused(
        started(SSH),
        new Message.ConnectionReset(0, "SSH", 2),
        "CONNECTION_RESET with stream id 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void anyOtherStreamIdIsOneEvenANegativeOne(int streamId) {
    SendRules rules = source(SSH);

    rules.check(new Message.StreamStart(streamId, "SSH", 1));
    rules.check(new Message.Data(streamId, "SSH", 1, payload(1)));
    rules.check(new Message.StreamReset(streamId, "SSH", 1));
  }

  @Test
  void dataMayHoldUpTo64512Bytes() {
    SendRules rules = started(SSH);

    rules.check(new Message.Data(1, "SSH", 1, payload(0)));
    rules.check(new Message.Data(1, "SSH", 1, payload(64_512)));
    assertRefused(
        rules,
        new Message.Data(1, "SSH", 1, payload(64_513)),
        "DATA of 64513 bytes; at most 64512 are allowed");
  }

  @Test
  void aStreamIsForAServiceOfTheTunnelOrForNone() {
    source(SSH).check(new Message.StreamStart(1, "", 1));
    source(TWO).check(new Message.StreamStart(1, "HTTP", 1));
    source(NO_SERVICES).check(new Message.StreamStart(1, "", 1));
    assertRefused(
        source(SSH),
        new Message.StreamStart(1, "VNC", 1),
        "STREAM_START for service 'VNC'; the tunnel has [SSH]");
    assertRefused(
        source(NO_SERVICES),
        new Message.StreamStart(1, "SSH", 1),
        "STREAM_START for service 'SSH'; the tunnel has []");
    assertRefused(
        destination(SSH),
        new Message.StreamReset(1, "ssh", 1),
        "STREAM_RESET for service 'ssh'; the tunnel has [SSH]");
  }

  @Test
  void aMessageWithoutAServiceCouldMeanAnyOfTwo() {
    assertRefused(
        source(TWO),
        new Message.StreamStart(1, "", 1),
        "STREAM_START names no service, and the tunnel has 2: [SSH, HTTP]");
    assertRefused(
        destination(TWO),
        new Message.Data(1, "", 1, payload(1)),
        "DATA names no service, and the tunnel has 2: [SSH, HTTP]");
  }

  @Test
  void dataIsForAServiceThatWasStarted() {
    SendRules rules = source(TWO);
    rules.check(new Message.StreamStart(1, "SSH", 1));

    rules.check(new Message.Data(1, "SSH", 1, payload(1)));
    assertRefused(
        rules,
        new Message.Data(1, "HTTP", 1, payload(1)),
        "DATA for service 'HTTP', which was never started");
    assertRefused(
        rules,
        new Message.ConnectionStart(1, "HTTP", 2),
        "CONNECTION_START for service 'HTTP', which was never started");
    assertRefused(
        source(SSH),
        new Message.Data(1, "", 1, payload(1)),
        "DATA for a service without a name, which was never started");
  }

  @Test
  void dataMayComeAfterTheEndOfItsStreamForItWasOnItsWay() {
    SendRules rules = started(SSH);

    rules.check(new Message.StreamReset(1, "SSH", 0));

    rules.check(new Message.Data(1, "SSH", 1, payload(1)));
  }

  @Test
  void whoStartedWithoutAServiceNamesNoneLater() {
    SendRules rules = source(SSH);
    rules.check(new Message.StreamStart(1, "", 1));
    rules.check(new Message.Data(1, "", 1, payload(1)));

    assertRefused(
        rules,
        new Message.Data(1, "SSH", 1, payload(1)),
        "DATA names service 'SSH', but this link started a stream without one");
    assertRefused(
        rules,
        new Message.StreamStart(2, "SSH", 1),
        "STREAM_START names service 'SSH', but this link started a stream without one");
    assertRefused(
        rules,
        new Message.StreamReset(1, "SSH", 1),
        "STREAM_RESET names service 'SSH', but this link started a stream without one");
  }

  /** The official client with {@code -y V1} as a destination: it is started with a name. */
  @Test
  void aDestinationMayAnswerInEitherSpellingThatTheRelayTellsOf() {
    SendRules rules = destination(SSH);
    rules.onStarted("SSH");
    rules.onStarted("");

    rules.check(new Message.Data(1, "", 0, payload(1)));
    rules.check(new Message.Data(1, "SSH", 1, payload(1)));
    rules.check(new Message.StreamReset(1, "", 0));
  }

  @Test
  void aDestinationAnswersOnlyWhatWasStarted() {
    SendRules rules = destination(TWO);
    rules.onStarted("SSH");

    rules.check(new Message.Data(1, "SSH", 1, payload(1)));
    assertRefused(
        rules,
        new Message.Data(1, "HTTP", 1, payload(1)),
        "DATA for service 'HTTP', which was never started");
  }

  @Test
  void connectionsAreOpenedByName() {
    assertRefused(
        started(SSH),
        new Message.ConnectionStart(1, "SSH", 0),
        "CONNECTION_START without a connection id");
    started(SSH).check(new Message.ConnectionStart(1, "SSH", 0xffffffff));
  }

  @Test
  void eachRefusalSaysWhoseItIsToSend() {
    assertRefused(
        destination(SSH),
        new Message.StreamStart(1, "SSH", 1),
        "STREAM_START is the source's to send, this is the destination");
    assertRefused(
        destination(SSH),
        new Message.ConnectionStart(1, "SSH", 2),
        "CONNECTION_START is the source's to send, this is the destination");
    assertRefused(
        source(SSH), new Message.SessionReset(), "SESSION_RESET is the service's to send");
    assertRefused(source(SSH), new Message.ServiceIds(SSH), "SERVICE_IDS is the service's to send");
    assertRefused(
        new SendRules(Side.SOURCE, Subprotocol.V2, SSH),
        new Message.ConnectionStart(1, "SSH", 2),
        "CONNECTION_START does not exist before subprotocol 3.0");
    assertRefused(source(SSH), new Message.Unknown(0, true), "a message without a type");
    assertRefused(
        source(SSH), new Message.Unknown(-8, false), "type -8 is unknown and not ignorable");
  }

  @Test
  void aStrangersNameIsShownShortAndPrintable() {
    String name = "\u001b[31m\r\n\u202e" + "x".repeat(1_000);

    assertThatThrownBy(() -> source(SSH).check(new Message.StreamStart(1, name, 1)))
        .isInstanceOf(WireViolation.class)
        .satisfies(violation ->
            assertThat(violation.getMessage())
                .startsWith("STREAM_START for service '?[31m???xxx")
                .contains("x…'")
                .hasSizeLessThan(130));
  }

  private static SendRules source(List<String> services) {
    return new SendRules(Side.SOURCE, Subprotocol.V3, services);
  }

  private static SendRules destination(List<String> services) {
    return new SendRules(Side.DESTINATION, Subprotocol.V3, services);
  }

  private static SendRules started(List<String> services) {
    SendRules rules = source(services);
    rules.check(new Message.StreamStart(1, services.getFirst(), 1));
    return rules;
  }

  private static ByteBuffer payload(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  private static void assertRefused(SendRules rules, Message message, String rule) {
    assertThatThrownBy(() -> rules.check(message))
        .isInstanceOf(WireViolation.class)
        .hasMessage(rule)
        .extracting("kind")
        .isEqualTo(WireViolation.Kind.ILLEGAL_MESSAGE);
  }
}
