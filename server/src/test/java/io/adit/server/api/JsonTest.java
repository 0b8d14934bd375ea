package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.wire.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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

  @ParameterizedTest
  @MethodSource
  void bombsAreRefusedQuicklyAndInWords(String json, String words) {
    record Input(@Nullable String name, @Nullable List<String> names) {}
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (Class<?> type : List.of(Input.class, ObjectNode.class)) {
            assertThatThrownBy(() -> Json.read(json.getBytes(UTF_8), type))
                .isInstanceOfSatisfying(
                    ApiException.class,
                    e -> assertThat(e.fault()).isEqualTo(ApiException.Fault.UNREADABLE_INPUT))
                .hasMessageContaining(words);
          }
        });
  }

  static Stream<Arguments> bombsAreRefusedQuicklyAndInWords() {
    String beyond = "beyond what a call may be";
    return Stream.of(
        arguments("{\"other\":" + "[".repeat(17) + "]".repeat(17) + "}", beyond),
        arguments("{\"other\":" + "[".repeat(500_000), beyond),
        arguments("{\"a\":".repeat(150_000), beyond),
        arguments("{\"other\":" + "9".repeat(1_000_000) + "}", beyond),
        arguments("{\"other\":1." + "9".repeat(1_000_000) + "}", beyond),
        arguments("{\"other\":1e" + "9".repeat(1_000_000) + "}", beyond),
        arguments("{\"other\":\"" + "x".repeat(1_000_000) + "\"}", beyond),
        arguments("{\"" + "x".repeat(1_000_000) + "\":1}", beyond),
        arguments("{\"other\":[" + "1,".repeat(500_000) + "1]}", beyond),
        arguments("{\"other\":[" + "{},".repeat(300_000) + "{}]}", beyond),
        arguments("{\"name\":\"a\",\"name\":\"b\"}", "two members of one name"),
        arguments("{\"x\":{\"y\":1,\"y\":2}}", "two members of one name"));
  }

  @Test
  void aBodyOfOrdinarySizeIsRead() {
    record Input(String pem, List<List<String>> lists) {}
    String pem = "p".repeat(64 * 1024);
    String json = "{\"pem\":\"" + pem + "\",\"lists\":[[\"a\"]],\"x\":1e999999}";

    assertThat(Json.read(json.getBytes(UTF_8), Input.class))
        .isEqualTo(new Input(pem, List.of(List.of("a"))));
  }

  private static String written(Object value) {
    return new String(Json.write(value), UTF_8);
  }
}
