package io.adit.server;

import static io.adit.server.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.ConsoleFixture.Page;
import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.AuditOptions.OnFailure;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import io.adit.server.auth.Role;
import io.adit.server.testing.RawConnection.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose audit log cannot be written. */
class AuditFailureTest {
  @Test
  void aLogThatCannotBeWrittenRefusesChangesAndSaysSoButLooksGoOn(@TempDir Path data)
      throws Exception {
    // Each record needs a new file, which cannot be made where there is no folder.
    var eachAlone = new AuditOptions(OnFailure.REFUSE, 1, null);
    try (var console = new ConsoleFixture(data, options -> options.with(eachAlone))) {
      refuses(console, data);
    }
  }

  private static void refuses(ConsoleFixture console, Path data) throws Exception {
    Page ann = console.signedIn("ann", Role.ADMINISTRATOR);
    String tunnelId = ann.open("{}");
    Path folder = data.resolve("audit");
    Files.move(folder, data.resolve("elsewhere"));
    Files.createFile(folder);

    Response done = ann.post("call/IoTSecuredTunneling/OpenTunnel", "{}");
    Response refused = ann.post("call/IoTSecuredTunneling/CloseTunnel", close(tunnelId));

    assertThat(done.status()).isEqualTo(503);
    assertThat(message(done)).startsWith("This was done, but could not be recorded.");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(message(refused)).startsWith("This is not done, since it could not be recorded.");
    assertThat(ann.get("tunnels").status()).isEqualTo(200);
    assertThat(
            ann.post(
                    "users", "{\"user\":\"eve\",\"role\":\"viewer\",\"password\":\"123456789012\"}")
                .status())
        .isEqualTo(503);
    Response ready = console.ask("GET", "/readyz", Map.of(), null);
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.body()).contains("The audit log cannot be written");
    assertThat(console.ask("GET", "/healthz", Map.of(), null).status()).isEqualTo(200);

    Files.delete(folder);
    Files.move(data.resolve("elsewhere"), folder);
    eventually("it is so", () -> console.ask("GET", "/readyz", Map.of(), null).status() == 200);
    assertThat(ann.post("call/IoTSecuredTunneling/CloseTunnel", close(tunnelId)).status())
        .isEqualTo(200);
    eventually("it is so", () -> hasLosses(folder));
    assertThat(AuditArchive.of(data).verify(List.of())).isInstanceOf(Verdict.Intact.class);
  }

  private static boolean hasLosses(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(AuditFailureTest::saysThatRecordsWereLost);
    }
  }

  private static boolean saysThatRecordsWereLost(Path file) {
    try {
      return Files.readString(file).contains("RecordsLost");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String message(Response answer) {
    return ConsoleFixture.json(answer).get("message").asText();
  }

  private static String close(String tunnelId) {
    return "{\"tunnelId\":\"%s\"}".formatted(tunnelId);
  }
}
