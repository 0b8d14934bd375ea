package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adit.server.ServerOptions.Certificates;
import io.adit.server.ServerOptions.Identity;
import io.adit.server.ServerOptions.Limits;
import io.adit.server.ServerOptions.Links;
import io.adit.server.ServerOptions.Listener;
import io.adit.server.flow.Rate;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerOptionsTest {

  @Test
  void nothingChosenIsWhatTheDocumentationSays() {
    var options = ServerOptions.defaults(Path.of("data"));

    assertThat(options.listener()).isEqualTo(new Listener("0.0.0.0", 8443));
    assertThat(options.identity()).isEqualTo(new Identity("us-east-1", "000000000000"));
    assertThat(options.certificates()).isEqualTo(new Certificates(List.of(), null));
    assertThat(options.limits()).isEqualTo(new Limits(3, Duration.ofHours(3), false));
    assertThat(options.links())
        .isEqualTo(new Links(Duration.ofSeconds(10), Rate.ofKilobytes(800), Set.of()));
    assertThat(options.mqtt()).isEqualTo(new ServerOptions.Mqtt(8883, true, null));
  }

  @Test
  void limitsOfEachValueAreInside() {
    assertThat(new Listener("::", 65535).port()).isEqualTo(65535);
    assertThat(new Listener("localhost", 0).port()).isZero();
    assertThat(new Identity("a".repeat(64), "123456789012").account()).hasSize(12);
    assertThat(new Limits(100, Duration.ZERO, false).maxServices()).isEqualTo(100);
    assertThat(new Limits(1, Duration.ofDays(366), false).maxServices()).isEqualTo(1);
    Rate slowest = new Rate(1_000);
    assertThat(new Links(Duration.ofSeconds(1), slowest, Set.of()).officialClientRate())
        .isEqualTo(slowest);
    Rate fastest = new Rate(50_000_000);
    assertThat(new Links(Duration.ofMinutes(10), fastest, Set.of()).officialClientRate())
        .isEqualTo(fastest);
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
    assertRefused(
        "destination-wait",
        "0 seconds is not from 1 to 600",
        () -> new Links(Duration.ZERO, null, Set.of()));
    assertRefused(
        "destination-wait",
        "601 seconds is not from 1 to 600",
        () -> new Links(Duration.ofSeconds(601), null, Set.of()));
    assertRefused(
        "official-client-rate",
        "999 B/s is not from 1 KB/s to 50000 KB/s",
        () -> new Links(Duration.ofSeconds(1), new Rate(999), Set.of()));
    assertRefused(
        "official-client-rate",
        "50001 KB/s is not from 1 KB/s to 50000 KB/s",
        () -> new Links(Duration.ofSeconds(1), Rate.ofKilobytes(50_001), Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://console.example.com",
        "https://console.example.com:8443",
        "http://localhost:5173",
        "http://192.0.2.7",
        "https://[2001:db8::1]:8443"
      })
  void anOriginIsTakenAsBrowsersSendIt(String origin) {
    Set<String> origins = Set.of(origin);

    assertThat(new Links(Duration.ofSeconds(1), null, origins).allowedOrigins()).isEqualTo(origins);
  }

  /** None of these would ever be equal to what a browser sends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "console.example.com",
        "https://",
        "https://*.example.com",
        "https://console.example.com/",
        "https://console.example.com:443",
        "http://localhost:80",
        "https://console.example.com:",
        "https://Console.example.com",
        "HTTPS://console.example.com",
        "https://user@console.example.com",
        "https://console.example.com?a",
        "ws://console.example.com",
        "https://a b"
      })
  void whatNoBrowserSendsIsNoOrigin(String origin) {
    assertRefused(
        "allowed-origin",
        "'"
            + origin
            + "' is no origin as browsers send it: give scheme and host in small letters, the port"
            + " only where it is not the scheme's own, and nothing behind, such as"
            + " https://console.example.com",
        () -> new Links(Duration.ofSeconds(1), null, Set.of(origin)));
  }

  /** The message that tells a link of its tunnel's services must not be longer than a frame. */
  @Test
  void theMostServicesWithTheLongestNamesFitInOneMessage() {
    int most = new Limits(100, Duration.ZERO, false).maxServices();
    List<String> services = Collections.nCopies(most, "x".repeat(128));

    assertThat(MessageCodec.encodedSize(new Message.ServiceIds(services)))
        .isLessThanOrEqualTo(WireLimits.MAX_MESSAGE_BYTES);
  }

  private static void assertRefused(String option, String text, ThrowingCallable making) {
    assertThatExceptionOfType(InvalidOptionException.class)
        .isThrownBy(making)
        .withMessage(text)
        .satisfies(e -> assertThat(e.option()).isEqualTo(option));
  }
}
