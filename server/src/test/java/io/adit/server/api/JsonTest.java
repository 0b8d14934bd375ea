package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.AccessToken;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 0.000",
    "2026-11-24T12:00:00Z, 1795521600.000",
    "2026-11-24T12:00:00.1Z, 1795521600.100",
    "2026-11-24T12:00:00.123999Z, 1795521600.123",
    "2099-12-31T23:59:59.999Z, 4102444799.999",
  })
  void aTimeIsAPlainNumberOfSecondsWithMilliseconds(Instant time, String number) {
    assertThat(written(Map.of("at", time))).isEqualTo("{\"at\":" + number + "}");
  }

  @Test
  void aTokenIsItsTextInAResponseAndHiddenEverywhereElse() {
    AccessToken token = new AccessToken("opaque-text");
    record Output(AccessToken sourceAccessToken) {}
    Output output = new Output(token);

    assertThat(written(output)).isEqualTo("{\"sourceAccessToken\":\"opaque-text\"}");
    assertThat(output.toString()).doesNotContain("opaque-text");
  }

  private static String written(Object value) {
    return new String(Json.write(value), UTF_8);
  }
}
