package io.adit.cli.thing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {
  @Test
  void saysAllThatTheAgentNeedsAndNothingElse() {
    var file =
        new AgentFile(
            "RemoteThing1", "adit.example:8443", "adit.example:8883", AgentFile.usualServices());

    assertThat(withoutComments(file.text(true)))
        .isEqualTo(
            """
            thing: RemoteThing1
            endpoint: adit.example:8443
            mqtt: adit.example:8883
            certificate: device.pem
            key: device.key
            ca: ca.pem
            services:
              SSH: 127.0.0.1:22
              VNC: 127.0.0.1:5900
            """);
  }

  @Test
  void leavesOutWhatAwsDevicesKnowByThemselves() {
    var file = new AgentFile("T", null, "abc.iot.example:8883", AgentFile.usualServices());

    assertThat(file.text(false)).doesNotContain("endpoint:").doesNotContain("ca:");
  }

  /** What YAML would take for a number, a truth value or a mapping stays a text. */
  @ParameterizedTest
  @CsvSource({
    "Thing-1, Thing-1",
    "123, \"123\"",
    "true, \"true\"",
    "No, \"No\"",
    "1:30, \"1:30\"",
    "-, \"-\"",
    "a:b, \"a:b\"",
    "a:8443, a:8443"
  })
  void namesStayTexts(String name, String written) {
    var file = new AgentFile(name, null, "h:1", AgentFile.usualServices());

    assertThat(file.text(false).lines()).contains("thing: " + written);
  }

  @Test
  void pathsAreQuotedWithAllTheyHold() {
    SequencedMap<String, String> services = new LinkedHashMap<>();
    services.put("a:b", "/run/o\"dd \\ name.sock");
    var file = new AgentFile("T", null, "h:1", services);

    assertThat(file.text(false).lines()).contains("  \"a:b\": \"/run/o\\\"dd \\\\ name.sock\"");
  }

  private static String withoutComments(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .reduce("", (all, line) -> all + line + "\n");
  }
}
