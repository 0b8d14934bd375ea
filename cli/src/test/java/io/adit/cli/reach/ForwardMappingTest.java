package io.adit.cli.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.WrongUsageException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardMappingTest {
  @ParameterizedTest
  @CsvSource({
    "WEB, WEB, 127.0.0.1:0",
    "8080:WEB, WEB, 127.0.0.1:8080",
    "0:WEB, WEB, 127.0.0.1:0",
    "0.0.0.0:8080:WEB, WEB, 0.0.0.0:8080",
    "localhost:1:WEB, WEB, localhost:1",
    "[::1]:1:WEB, WEB, [::1]:1",
    "/tmp/a.sock:WEB, WEB, /tmp/a.sock",
    "./a:b.sock:WEB, WEB, ./a:b.sock",
    "ns:WEB, ns:WEB, 127.0.0.1:0",
    "a:b:c, a:b:c, 127.0.0.1:0"
  })
  void readsAServiceAndWhereToListen(String text, String service, String place) {
    assertThat(ForwardMapping.parse(List.of(text)))
        .hasSize(1)
        .hasEntrySatisfying(service, at -> assertThat(at).hasToString(place));
  }

  @ParameterizedTest
  @CsvSource({
    "99999:WEB, port 99999 is not between",
    "'', is no service",
    "8080:, is no service",
    "a.b:WEB, is no service",
    "WEB=8080, is no service"
  })
  void refusesWhatIsNeither(String text, String words) {
    assertThatThrownBy(() -> ForwardMapping.parse(List.of(text)))
        .isInstanceOf(WrongUsageException.class)
        .hasMessageContaining(words);
  }

  @Test
  void keepsTheOrderAndTakesNoServiceTwice() {
    assertThat(ForwardMapping.parse(List.of("B", "1:A")).sequencedEntrySet())
        .extracting(Map.Entry::getKey)
        .containsExactly("B", "A");
    assertThatThrownBy(() -> ForwardMapping.parse(List.of("A", "1:A")))
        .hasMessage("the service A is there twice");
  }
}
