package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubprotocolTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          aws.iot.securetunneling-1.0,                              V1
          aws.iot.securedtunneling-1.0,                             V1_BROWSER
          aws.iot.securetunneling-2.0,                              V2
          aws.iot.securetunneling-3.0,                              V3
          aws.iot.securetunneling-1.0 aws.iot.securetunneling-3.0,  V3
          aws.iot.securetunneling-3.0 aws.iot.securetunneling-1.0,  V3
          aws.iot.securetunneling-2.0 aws.iot.securetunneling-1.0,  V2
          chat aws.iot.securetunneling-9.0 aws.iot.securetunneling-2.0, V2
          """)
  void theNewestOfferedNameIsChosenWhateverItsPlace(String offered, Subprotocol chosen) {
    assertThat(Subprotocol.choose(List.of(offered.split(" ")))).contains(chosen);
  }

  @Test
  void theAnswerIsAlwaysAmongTheOffered() {
    String both = "aws.iot.securetunneling-1.0 aws.iot.securedtunneling-1.0";
    for (String offered : List.of(both, "aws.iot.securedtunneling-1.0")) {
      List<String> names = List.of(offered.split(" "));

      assertThat(Subprotocol.choose(names).map(Subprotocol::wireName))
          .hasValueSatisfying(name -> assertThat(names).contains(name));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "chat",
    "aws.iot.securetunneling-4.0",
    "AWS.IOT.SECURETUNNELING-3.0",
    "aws.iot.securedtunneling-3.0",
    "aws.iot.securetunneling-3.0x"
  })
  void anUnknownNameIsNotChosen(String offered) {
    assertThat(Subprotocol.choose(List.of(offered))).isEmpty();
    assertThat(Subprotocol.choose(List.of())).isEmpty();
  }

  @Test
  void onlyLinksAbove1_0AreToldTheServices() {
    assertThat(Arrays.stream(Subprotocol.values()).filter(Subprotocol::announcesServices))
        .containsExactly(Subprotocol.V2, Subprotocol.V3);
  }
}
