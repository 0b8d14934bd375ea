package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adit.server.ServerOptions.Certificates;
import io.adit.server.ServerOptions.Identity;
import io.adit.server.ServerOptions.Limits;
import io.adit.server.ServerOptions.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {

  @Test
  void nothingChosenIsWhatTheDocumentationSays() {
    var options = ServerOptions.defaults(Path.of("data"));

    assertThat(options.listener()).isEqualTo(new Listener("0.0.0.0", 8443));
    assertThat(options.identity()).isEqualTo(new Identity("us-east-1", "000000000000"));
    assertThat(options.certificates()).isEqualTo(new Certificates(List.of(), null));
    assertThat(options.limits()).isEqualTo(new Limits(3, Duration.ofHours(3), false));
  }

  @Test
  void limitsOfEachValueAreInside() {
    assertThat(new Listener("::", 65535).port()).isEqualTo(65535);
    assertThat(new Listener("localhost", 0).port()).isZero();
    assertThat(new Identity("a".repeat(64), "123456789012").account()).hasSize(12);
    assertThat(new Limits(100, Duration.ZERO, false).maxServices()).isEqualTo(100);
    assertThat(new Limits(1, Duration.ofDays(366), false).maxServices()).isEqualTo(1);
  }

  @Test
  void aWrongValueIsRefusedByItsOptionsName() {
    assertRefused(
        "port",
        "65536 is no port: give one from 1 to 65535, or 0 for a free one",
        () -> new Listener("::", 65536));
    assertRefused(
        "port",
        "-1 is no port: give one from 1 to 65535, or 0 for a free one",
        () -> new Listener("::", -1));
    assertRefused(
        "bind", "'eth0:1' is no address of this machine", () -> new Listener("eth0:1", 1));
    assertRefused(
        "region",
        "'EU West' is no region: at most 64 of a-z, 0-9 and '-', such as eu-west-1",
        () -> new Identity("EU West", "000000000000"));
    assertRefused(
        "account",
        "'1234' is no account: it has 12 digits, such as 123456789012",
        () -> new Identity("x", "1234"));
    assertRefused(
        "public-name",
        "'https://a.example' is no host name and no address: give it without scheme and port, such"
            + " as adit.example.com",
        () -> new Certificates(List.of("b.example", "https://a.example"), null));
    assertRefused(
        "max-services", "0 is not from 1 to 100", () -> new Limits(0, Duration.ZERO, false));
    assertRefused(
        "max-services", "101 is not from 1 to 100", () -> new Limits(101, Duration.ZERO, false));
    assertRefused(
        "closed-retention",
        "367 days is more than 366",
        () -> new Limits(3, Duration.ofDays(367), false));
  }

  private static void assertRefused(String option, String text, ThrowingCallable making) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(making)
        .withMessage(text)
        .satisfies(e -> assertThat(e.option()).isEqualTo(option));
  }
}
