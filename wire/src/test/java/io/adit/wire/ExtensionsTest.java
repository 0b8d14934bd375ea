package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionsTest {
  private static final ResetReason REFUSED = new ResetReason("127.0.0.1:22 refused");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset-reasons",
        "Reset-Reasons",
        " reset-reasons ",
        "resume, reset-reasons",
        "reset-reasons,"
      })
  void aNameIsFoundAmongOthers(String value) {
    assertThat(Extensions.named(List.of(value))).isEqualTo(new Extensions(true, false));
    assertThat(Extensions.named(List.of("other", value))).isEqualTo(new Extensions(true, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reset", "reset-reasons-2", "reset-reasons=1", "reset reasons"})
  void anotherNameIsAnotherExtension(String value) {
    assertThat(Extensions.named(List.of(value))).isEqualTo(Extensions.NONE);
  }

  @Test
  void severalAreFoundInOneHeaderAndInMany() {
    assertThat(Extensions.named(List.of("delivery,reset-reasons"))).isEqualTo(Extensions.ALL);
    assertThat(Extensions.named(List.of("Delivery", "reset-reasons"))).isEqualTo(Extensions.ALL);
    assertThat(Extensions.named(List.of("delivery"))).isEqualTo(new Extensions(false, true));
  }

  @Test
  void withoutTheHeaderThereIsNone() {
    assertThat(Extensions.named(List.of())).isEqualTo(Extensions.NONE);
  }

  @Test
  void onlyWhatBothNameIsInForce() {
    assertThat(Extensions.ALL.and(Extensions.ALL)).isEqualTo(Extensions.ALL);
    assertThat(Extensions.ALL.and(Extensions.NONE)).isEqualTo(Extensions.NONE);
    assertThat(Extensions.NONE.and(Extensions.ALL)).isEqualTo(Extensions.NONE);
  }

  @Test
  void theHeaderNamesThem() {
    assertThat(Extensions.named(List.of(Extensions.ALL.header()))).isEqualTo(Extensions.ALL);
    assertThat(Extensions.ALL.header()).isEqualTo("reset-reasons, delivery");
    assertThat(new Extensions(false, true).header()).isEqualTo("delivery");
    assertThat(Extensions.NONE.header()).isEmpty();
  }

  @Test
  void aLinkWithoutResetReasonsCarriesNone() {
    assertThat(Extensions.NONE.restrict(new Message.StreamReset(1, "SSH", 2, REFUSED)))
        .isEqualTo(new Message.StreamReset(1, "SSH", 2));
    assertThat(Extensions.NONE.restrict(new Message.ConnectionReset(1, "SSH", 2, REFUSED)))
        .isEqualTo(new Message.ConnectionReset(1, "SSH", 2));
  }

  @Test
  void aLinkWithResetReasonsCarriesThem() {
    Message reset = new Message.ConnectionReset(1, "SSH", 2, REFUSED);

    assertThat(Extensions.ALL.restrict(reset)).isSameAs(reset);
  }

  @Test
  void aLinkWithoutDeliveryCarriesNoReportOfIt() {
    Message delivered = new Message.Delivered(1, "SSH", 2, 3);

    assertThat(new Extensions(true, false).restrict(delivered)).isNull();
    assertThat(new Extensions(false, true).restrict(delivered)).isSameAs(delivered);
  }

  static List<Message> ofAws() {
    return List.of(
        new Message.Data(1, "SSH", 2, ByteBuffer.wrap(new byte[] {1})),
        new Message.StreamStart(1, "SSH", 2),
        new Message.StreamReset(1, "SSH", 2),
        new Message.ConnectionStart(1, "SSH", 2),
        new Message.ConnectionReset(1, "SSH", 2),
        new Message.SessionReset(),
        new Message.ServiceIds(List.of("SSH")),
        new Message.Unknown(9, true));
  }

  @ParameterizedTest
  @MethodSource("ofAws")
  void whatAwsProtocolHasPassesEveryLinkUntouched(Message message) {
    assertThat(Extensions.NONE.restrict(message)).isSameAs(message);
    assertThat(Extensions.ALL.restrict(message)).isSameAs(message);
  }
}
