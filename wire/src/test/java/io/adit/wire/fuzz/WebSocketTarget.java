package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.StreamTarget;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.WebSocketReader;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** The WebSocket reader against {@link PlainWebSocket}, for either end. */
record WebSocketTarget(Role role) implements StreamTarget<Transcript> {
  @Override
  public String name() {
    return "websocket-" + role.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Transcript read(byte[] setting, List<ByteBuffer> chunks) {
    Transcript transcript = new Transcript();
    WebSocketReader reader = new WebSocketReader(role, transcript);
    for (ByteBuffer chunk : chunks) {
      try {
        reader.read(chunk);
      } catch (WireViolation violation) {
        assertThat(transcript.violation()).as("what is read behind a violation").isNull();
        transcript.onViolation(violation);
      }
    }
    return transcript;
  }

  @Override
  public String check(byte[] setting, byte[] stream, Transcript whole) {
    PlainWebSocket plain = PlainWebSocket.read(role, stream);
    assertThat(whole.events()).isEqualTo(plain.transcript().events());
    WireViolation violation = whole.violation();
    if (violation != null) {
      assertThat(plain.broken()).contains(violation.kind());
      return Ends.of(violation);
    }
    assertThat(plain.broken()).isEmpty();
    return whole.isClosed() ? "closed" : whole.isEmpty() ? "nothing whole" : Ends.ACCEPTED;
  }
}
