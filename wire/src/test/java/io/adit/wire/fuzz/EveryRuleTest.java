package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Corpus;
import io.adit.fuzz.FuzzTarget;
import io.adit.wire.WireViolation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of the wire, each with an input in the corpus that breaks it. */
class EveryRuleTest {
  /** As {@link Ends} has them: numbers, quoted names and lists are left out. */
  private static final List<String> RULES =
      """
      ILLEGAL_MESSAGE: CONNECTION_RESET does not exist before subprotocol 3.0
      ILLEGAL_MESSAGE: CONNECTION_RESET for service '…'; the tunnel has […]
      ILLEGAL_MESSAGE: CONNECTION_RESET names no service, and the tunnel has #: […]
      ILLEGAL_MESSAGE: CONNECTION_RESET names service '…', but this link started a stream without one
      ILLEGAL_MESSAGE: CONNECTION_RESET with stream id #
      ILLEGAL_MESSAGE: CONNECTION_START does not exist before subprotocol 3.0
      ILLEGAL_MESSAGE: CONNECTION_START for a service without a name, which was never started
      ILLEGAL_MESSAGE: CONNECTION_START for service '…', which was never started
      ILLEGAL_MESSAGE: CONNECTION_START for service '…'; the tunnel has […]
      ILLEGAL_MESSAGE: CONNECTION_START is the source's to send, this is the destination
      ILLEGAL_MESSAGE: CONNECTION_START names no service, and the tunnel has #: […]
      ILLEGAL_MESSAGE: CONNECTION_START names service '…', but this link started a stream without one
      ILLEGAL_MESSAGE: CONNECTION_START with stream id #
      ILLEGAL_MESSAGE: CONNECTION_START without a connection id
      ILLEGAL_MESSAGE: DATA for a service without a name, which was never started
      ILLEGAL_MESSAGE: DATA for service '…', which was never started
      ILLEGAL_MESSAGE: DATA for service '…'; the tunnel has […]
      ILLEGAL_MESSAGE: DATA names no service, and the tunnel has #: […]
      ILLEGAL_MESSAGE: DATA names service '…', but this link started a stream without one
      ILLEGAL_MESSAGE: DATA of # bytes; at most # are allowed
      ILLEGAL_MESSAGE: DATA with stream id #
      ILLEGAL_MESSAGE: SERVICE_IDS is the service's to send
      ILLEGAL_MESSAGE: SESSION_RESET is the service's to send
      ILLEGAL_MESSAGE: STREAM_RESET for service '…'; the tunnel has […]
      ILLEGAL_MESSAGE: STREAM_RESET names no service, and the tunnel has #: […]
      ILLEGAL_MESSAGE: STREAM_RESET names service '…', but this link started a stream without one
      ILLEGAL_MESSAGE: STREAM_RESET with stream id #
      ILLEGAL_MESSAGE: STREAM_START for service '…'; the tunnel has […]
      ILLEGAL_MESSAGE: STREAM_START is the source's to send, this is the destination
      ILLEGAL_MESSAGE: STREAM_START names no service, and the tunnel has #: […]
      ILLEGAL_MESSAGE: STREAM_START names service '…', but this link started a stream without one
      ILLEGAL_MESSAGE: STREAM_START with stream id #
      ILLEGAL_MESSAGE: a message without a type
      ILLEGAL_MESSAGE: type # is unknown and not ignorable
      MALFORMED_MESSAGE: a field ends after the message
      MALFORMED_MESSAGE: a field of # bytes ends after the message
      MALFORMED_MESSAGE: a frame of # bytes
      MALFORMED_MESSAGE: a number ends after the message
      MALFORMED_MESSAGE: a number is longer than # bytes
      MALFORMED_MESSAGE: a service id is not UTF-8
      MALFORMED_MESSAGE: field # of wire type # is unknown
      MALFORMED_MESSAGE: field number # is out of range
      MALFORMED_MESSAGE: wire type # does not exist here
      NOT_BINARY: a text frame; send binary
      TOO_LARGE: a WebSocket frame of # bytes; at most # are allowed
      WEBSOCKET: a close frame of # byte
      WEBSOCKET: a close reason that is not UTF-8
      WEBSOCKET: a continuation of nothing
      WEBSOCKET: a control frame of # bytes
      WEBSOCKET: a fragmented control frame
      WEBSOCKET: a frame without mask
      WEBSOCKET: a masked frame
      WEBSOCKET: a new message inside a fragmented one
      WEBSOCKET: a reserved bit is set, no extension was agreed
      WEBSOCKET: close code #
      WEBSOCKET: opcode #
      WEBSOCKET: the length # is not in its shortest form
      """
          .lines()
          .toList();

  @Test
  void eachIsBrokenByAnInputOfTheCorpusAndThereIsNoOther() {
    Set<String> broken = new TreeSet<>();
    for (FuzzTarget target : FuzzTargets.all()) {
      for (byte[] input : Corpus.of(target, EveryRuleTest.class).values()) {
        broken.addAll(List.of(target.run(input).split("; skipped: ", -1)));
      }
    }
    broken.removeIf(end -> !end.matches("[A-Z_]+: .*"));

    assertThat(broken).containsExactlyInAnyOrderElementsOf(RULES);
  }

  @ParameterizedTest
  @EnumSource
  void eachKindOfViolationHasRules(WireViolation.Kind kind) {
    assertThat(RULES).anyMatch(rule -> rule.startsWith(kind + ": "));
  }
}
