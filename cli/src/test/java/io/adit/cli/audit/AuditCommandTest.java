package io.adit.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.cli.CommandRun;
import io.adit.server.AditServer;
import io.adit.server.ConsoleUsers;
import io.adit.server.ServerOptions;
import io.adit.server.auth.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adit audit} on the log of a server that was stopped. */
class AuditCommandTest {
  @TempDir static Path temp;
  private static Path data;

  @BeforeAll
  static void write() {
    data = temp.resolve("data");
    ServerOptions options =
        ServerOptions.defaults(data)
            .with(new ServerOptions.Listener("127.0.0.1", 0))
            .with(ServerOptions.Mqtt.FREE);
    AditServer.start(options).close();
    try (ConsoleUsers users = ConsoleUsers.open(data)) {
      users.add("ann", Role.OPERATOR, "correct horse battery");
    }
    // It takes in what was done meanwhile.
    AditServer.start(options).close();
  }

  @Test
  void whatWasNotTouchedIsOk() {
    CommandRun run = audit("verify");

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .matches("(?s)OK: [0-9]+ records, from .*Z to .*Z\nlast record: [0-9]+:[0-9a-f]{64}\n");
  }

  @Test
  void whatWasChangedIsToldWithFileAndLine() throws IOException {
    Path copy = copy("changed");
    List<String> lines = Files.readAllLines(file(copy));
    lines.set(1, lines.get(1).replaceFirst("\"at\":\"2", "\"at\":\"1"));
    Files.write(file(copy), lines);

    CommandRun run = CommandRun.of("audit", "verify", "--data", copy.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .matches("BROKEN: audit-[0-9]{15}-[0-9]{8}\\.jsonl, line 2: record 2 was changed.*\n");
  }

  @Test
  void filesElsewhereAreVerifiedWithTheServersPublicKeyAndWithANotedPlace() throws IOException {
    Path folder = copy("elsewhere").resolve("audit");
    Path key = data.resolve("audit.pem");
    String head = audit("verify").out().replaceAll("(?s).*last record: ([0-9a-f:]+).*", "$1");

    CommandRun whole = verify(folder, "--key", key.toString(), "--head", head);
    List<String> lines = Files.readAllLines(folder.resolve(file(data).getFileName()));
    Files.write(folder.resolve(file(data).getFileName()), lines.subList(0, lines.size() - 1));
    CommandRun cut = verify(folder, "--key", key.toString(), "--head", head);
    CommandRun unknown = verify(folder, "--key", key.toString());

    assertThat(whole.exitCode()).as(whole.toString()).isZero();
    assertThat(cut.exitCode()).isEqualTo(1);
    assertThat(cut.out()).contains("missing at the end");
    assertThat(unknown.exitCode()).isZero();
    assertThat(unknown.out()).contains("note: that nothing was cut off behind record");
  }

  @Test
  void theNewestRecordsAreShownForPeopleAndAsTheyAre() throws IOException {
    CommandRun text = audit("tail", "--event", "Command");
    CommandRun json = audit("tail", "-n", "1", "--event", "Command", "--json");

    assertThat(text.out()).contains("Command CreateUser").hasLineCount(1);
    JsonNode record = new ObjectMapper().readTree(json.out());
    assertThat(record.at("/parameters/name").asText()).isEqualTo("ann");
    assertThat(audit("tail", "--since", "0s").out()).isEmpty();
    assertThat(audit("tail", "-n", "3").out()).hasLineCount(3);
    assertThat(audit("tail", "--user", "nobody").out()).isEmpty();
  }

  @Test
  void anExportOfAllIsWhatTheFilesHold() throws IOException {
    assertThat(audit("export").out()).isEqualTo(Files.readString(file(data)));

    JsonNode shaped = new ObjectMapper().readTree(audit("export", "--format", "cloudtrail").out());
    assertThat(shaped.get("Records")).hasSize(Files.readAllLines(file(data)).size());
    assertThat(audit("export", "--to", "2020-01-01T00:00:00Z").out()).isEmpty();
  }

  @Test
  void whatIsWrongIsToldInWords() {
    assertThat(audit("tail", "--since", "yesterday").err())
        .contains("'yesterday' is no time: give one such as 2026-11-27T21:45:00Z, or how long ago");
    assertThat(audit("export", "--format", "xml").err())
        .contains("'xml' is neither json nor cloudtrail");
    assertThat(audit("verify", "--head", "7").err()).contains("'7' is no NUMBER:HASH of a record");
    assertThat(audit("verify", "--key", "k").err()).contains("--key is for --dir");
    CommandRun nothing = CommandRun.of("audit", "verify", "--data", temp.toString());
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("holds no data of Adit");
    assertThat(CommandRun.of("audit").exitCode()).isEqualTo(1);
  }

  private static CommandRun audit(String... arguments) {
    return CommandRun.of(
        Stream.of(
                Stream.of("audit"), Arrays.stream(arguments), Stream.of("--data", data.toString()))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  private static CommandRun verify(Path folder, String... arguments) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("audit", "verify", "--dir", folder.toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  private static Path copy(String name) throws IOException {
    Path copy = temp.resolve(name);
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(data.relativize(file)));
      }
    }
    return copy;
  }

  private static Path file(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("audit"))) {
      return files.sorted().findFirst().orElseThrow();
    }
  }
}
