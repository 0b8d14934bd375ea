package io.adit.cli.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.cli.CommandRun;
import io.adit.cli.api.NewTunnel;
import io.adit.cli.reach.TestingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code adit tunnel …} against a real server, with a key of a profile. */
class TunnelCommandTest {
  private static final String CREDENTIALS = "aws.sharedCredentialsFile";

  @TempDir static Path folder;

  @AutoClose private static TestingServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestingServer.start(folder);
    Map<String, String> variables = server.environment();
    Path file =
        Files.writeString(
            folder.resolve("credentials"),
            """
            [story]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            """
                .formatted(
                    variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY")));
    System.setProperty(CREDENTIALS, file.toString());
  }

  @AfterAll
  static void forget() {
    System.clearProperty(CREDENTIALS);
  }

  @Test
  void opensDescribesRotatesAndClosesWithoutShowingAToken() throws Exception {
    JsonNode opened =
        json("open", "T1", "--service", "SSH,WEB", "--lifetime", "60m", "--tag", "team=field");
    String id = opened.path("tunnelId").asText();
    assertThat(names(opened)).containsExactlyInAnyOrder("tunnelId", "tunnelArn");

    JsonNode tunnel = json("describe", opened.path("tunnelArn").asText()).path("tunnel");
    assertThat(tunnel.path("status").asText()).isEqualTo("OPEN");
    assertThat(tunnel.at("/destinationConfig/thingName").asText()).isEqualTo("T1");
    assertThat(tunnel.at("/destinationConfig/services")).hasToString("[\"SSH\",\"WEB\"]");
    assertThat(tunnel.at("/timeoutConfig/maxLifetimeTimeoutMinutes").asInt()).isEqualTo(60);
    assertThat(tunnel.at("/tags/0/value").asText()).isEqualTo("field");

    assertThat(names(json("rotate", id, "all", "--notify")))
        .containsExactlyInAnyOrder("tunnelId", "tunnelArn");
    assertThat(succeeded("close", id)).isEqualTo("closed " + id + "\n");
    assertThat(succeeded("describe", id)).contains("status       CLOSED\n");
    assertThat(succeeded("close", "--delete", id)).isEqualTo("deleted " + id + "\n");
    assertThat(run("describe", id).err()).contains("does not exist");
  }

  @Test
  void tokensArePrintedOnRequest() throws Exception {
    JsonNode opened = json("open", "--service", "SSH", "--tokens");

    assertThat(opened.path("sourceAccessToken").asText()).hasSizeGreaterThan(20);
    assertThat(opened.path("destinationAccessToken").asText()).hasSizeGreaterThan(20);
    assertThat(names(json("rotate", opened.path("tunnelId").asText(), "source", "--tokens")))
        .containsExactlyInAnyOrder("tunnelId", "tunnelArn", "sourceAccessToken");
  }

  @Test
  void tokensGoIntoFilesThatOnlyTheirOwnerReads() throws Exception {
    Path base = folder.resolve("mine");

    String said = succeeded("open", "--service", "SSH", "--token-file", base.toString());

    for (String side : List.of("source", "destination")) {
      Path file = folder.resolve("mine." + side);
      String token = Files.readString(file).strip();
      assertThat(token).hasSizeGreaterThan(20);
      assertThat(said).contains(file.toString()).doesNotContain(token);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeATunnelIsOpened() {
    int before = server.tunnels().list(null, _ -> true, Integer.MAX_VALUE).size();

    CommandRun run = run("open", "--token-file", folder.resolve("no/such/folder").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the tokens cannot be written");
    assertThat(server.tunnels().list(null, _ -> true, Integer.MAX_VALUE)).hasSize(before);
  }

  @Test
  void listsOfAThingOverAllPages() throws Exception {
    for (int i = 0; i < 103; i++) {
      server.tunnels().open(new NewTunnel("Many", List.of("A"), "n" + i, null, Map.of()));
    }

    JsonNode all = json("list", "--thing", "Many").path("tunnelSummaries");
    assertThat(all).hasSize(103);
    assertThat(all.get(0).path("description").asText()).isEqualTo("n102");
    succeeded("close", "--yes", all.get(0).path("tunnelId").asText());

    assertThat(json("list", "--thing", "Many", "--status", "open").path("tunnelSummaries"))
        .hasSize(102);
    assertThat(succeeded("list", "--thing", "Many", "--status", "closed").lines())
        .hasSize(2)
        .last()
        .asString()
        .endsWith("n102");
    assertThat(succeeded("list", "--thing", "Nobody")).isEqualTo("There is no such tunnel.\n");
  }

  @Test
  void watchEndsWithItsTunnel() throws Exception {
    String id = json("open", "T2").path("tunnelId").asText();
    succeeded("close", id);

    assertThat(succeeded("watch", id)).endsWith(id + "  is closed\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "open a.b                    | 'a.b' is no thing",
        "open T --lifetime 30s       | '30s' is no time from 1m to 12h",
        "open T --lifetime 13h       | '13h' is no time from 1m to 12h",
        "open T --service a.b        | 'a.b' is no service",
        "open T --tag x              | --tag",
        "list --status new           | 'new' is neither open nor closed",
        "list --output yaml          | 'yaml' is neither text nor json",
        "describe x/y                | 'x/y' is neither a tunnel's id nor its ARN",
        "rotate id both              | 'both' is none of source, destination, all",
        "rotate id source --notify   | the thing has no use",
        "watch id --thing T          | not both",
        "close                       | TUNNEL"
      })
  void saysWhatIsWrongWithACommandLine(String line, String words) {
    CommandRun run = run(line.split(" +"));

    assertThat(run.err()).contains(words).contains("Try 'adit tunnel ");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode json(String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of(arguments));
    line.addAll(List.of("--output", "json"));
    return new ObjectMapper().readTree(succeeded(line.toArray(String[]::new)));
  }

  private static String succeeded(String... arguments) {
    CommandRun run = run(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run.out();
  }

  private static CommandRun run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("tunnel"));
    line.addAll(List.of(arguments));
    Map<String, String> variables = server.environment();
    // Those come before whatever is set where the tests run.
    line.addAll(List.of("--profile", "story", "--region", "us-east-1"));
    line.addAll(List.of("--endpoint-url", variables.get("AWS_ENDPOINT_URL")));
    line.addAll(List.of("--ca-bundle", variables.get("AWS_CA_BUNDLE")));
    return CommandRun.of(line.toArray(String[]::new));
  }
}
