package io.adit.models.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.models.client.ClientVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The model clients against what was measured with the real ones: three sequential connections
 * through a relay that copies, a tunnel with the one service SSH.
 */
class VerbatimPairsTest {
  private static final List<String> SERVICES = List.of("SSH");

  private static final List<ClientVersion> DESTINATIONS =
      List.of(
          ClientVersion.LOCALPROXY_1_1_0,
          ClientVersion.LOCALPROXY_2_3_1,
          ClientVersion.LOCALPROXY_3_1_2,
          ClientVersion.LOCALPROXY_3_3_1,
          ClientVersion.LOCALPROXY_3_3_1_TOLD_V1);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "LOCALPROXY_1_1_0,         ok,   ok,   FAIL, FAIL, ok",
    "LOCALPROXY_2_3_1,         ok,   ok,   ok,   ok,   ok",
    "LOCALPROXY_3_1_2,         FAIL, FAIL, ok,   ok,   FAIL",
    "LOCALPROXY_3_3_1,         FAIL, FAIL, ok,   ok,   FAIL",
    "LOCALPROXY_3_3_1_TOLD_V1, ok,   ok,   FAIL, FAIL, ok",
    "LOCALPROXY_3_3_1_TOLD_V2, FAIL, ok,   ok,   ok,   FAIL",
  })
  void withARelayThatCopiesTheyWorkWhereTheRealOnesDid(
      ClientVersion source, String v110, String v231, String v312, String v331, String toldV1) {
    List<String> measured = List.of(v110, v231, v312, v331, toldV1);

    List<String> modelled =
        DESTINATIONS.stream()
            .map(destination -> works(source, destination) ? "ok" : "FAIL")
            .toList();

    assertThat(modelled).isEqualTo(measured);
  }

  private static boolean works(ClientVersion source, ClientVersion destination) {
    ModelTunnel tunnel =
        ModelTunnel.connected(source, destination, SERVICES, new VerbatimRelay(SERVICES));
    for (int i = 0; i < 3; i++) {
      Optional<Echo> echo = Echo.open(tunnel, "SSH");
      if (echo.isEmpty() || !echo.get().passes()) {
        return false;
      }
      echo.get().close();
    }
    return true;
  }
}
