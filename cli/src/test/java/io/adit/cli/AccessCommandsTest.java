package io.adit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.AditServer;
import io.adit.server.ServerOptions;
import io.adit.server.policy.PolicyTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adit policy}, {@code adit key} and {@code adit user policy}, on a data folder. */
class AccessCommandsTest {
  private static final String PLACE = "arn:aws:iot:us-east-1:000000000000:";

  @TempDir Path temp;
  private Path data;

  @BeforeEach
  void start() {
    data = temp.resolve("data");
    AditServer.start(options()).close();
  }

  @Test
  void aServiceGetsAPolicyAndAKey() {
    // Given
    assertThat(run("user", "add", "backup", "--service", "--role", "none").exitCode()).isZero();
    assertThat(run("policy", "create", "pumps", "--operator-of-group", "pumps").exitCode())
        .isZero();
    assertThat(run("user", "policy", "attach", "backup", "pumps").exitCode()).isZero();

    // When
    CommandRun created = run("key", "create", "backup");

    // Then
    assertThat(created.out().lines().toList())
        .hasSize(2)
        .satisfies(lines -> {
          assertThat(lines.getFirst()).matches("export AWS_ACCESS_KEY_ID=ADIT[A-Z2-7]{16}");
          assertThat(lines.getLast()).matches("export AWS_SECRET_ACCESS_KEY=[A-Za-z0-9_-]{40}");
        });
    assertThat(created.err()).contains("shown this once");
    String id = created.out().substring(25, 45);
    String secret = created.out().lines().toList().getLast().substring(29);
    assertThat(run("key", "list").out())
        .containsPattern("administrator \\(administrator\\) +Active")
        .containsPattern(id + " +backup +Active .* never")
        .doesNotContain(secret);
    assertThat(run("user", "policy", "list", "backup").out()).isEqualTo("pumps\n");
    assertThat(run("policy", "list").out()).containsPattern("pumps +backup");
    assertThat(run("policy", "show", "pumps").out().strip())
        .isEqualTo(PolicyTemplate.operatorOfGroup("pumps").strip());
    String successor = run("key", "rotate", id).out().substring(25, 45);
    assertThat(run("key", "list", "backup").out())
        .containsPattern(id + " .*Inactive")
        .containsPattern(successor + " .*Active");
    assertThat(run("key", "enable", id).exitCode()).isZero();
    assertThat(run("key", "disable", id).exitCode()).isZero();
    assertThat(run("key", "delete", id).exitCode()).isZero();
    assertThat(run("key", "list", "backup").out()).doesNotContain(id);
    assertThat(run("user", "policy", "detach", "backup", "pumps").exitCode()).isZero();
    assertThat(run("policy", "delete", "pumps").exitCode()).isZero();
  }

  @Test
  void aTrialSaysWhichStatementDecides() {
    // Given
    run("user", "add", "ann", "--service", "--role", "viewer");
    run("policy", "create", "pumps", "--operator-of-things", "pump-*");
    run("user", "policy", "attach", "ann", "pumps");
    String[] open = {"policy", "test", "--user", "ann", "--action", "iot:OpenTunnel"};

    // When
    CommandRun pump =
        run(
            open,
            "--resource",
            PLACE + "tunnel/*",
            "--resource",
            PLACE + "thing/pump-7",
            "--context",
            "adit:ThingName=pump-7");
    CommandRun door =
        run(open, "--resource", PLACE + "thing/door-1", "--context", "adit:ThingName=door-1");

    // Then
    assertThat(pump.exitCode()).as(pump.toString()).isZero();
    assertThat(pump.out())
        .startsWith("allowed by statement TheirTunnels of policy pumps\n")
        .contains("viewer, statement Look: is not for this action, but for [iot:describe*");
    assertThat(door.exitCode()).as(door.toString()).isEqualTo(1);
    assertThat(door.out())
        .startsWith("denied: no statement allows iot:OpenTunnel on " + PLACE + "thing/door-1\n")
        .contains("pumps, statement TheirTunnels: is not for this resource, but for [arn:aws*:iot");
  }

  @Test
  void aFileIsTriedWithoutAServer() throws IOException {
    // Given
    Path file = temp.resolve("close.json");
    Files.writeString(
        file,
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iot:CloseTunnel\",\"Resource\":\"*\","
            + "\"Condition\":{\"Bool\":{\"iot:Delete\":\"false\"}}}}",
        UTF_8);

    // When
    CommandRun closed = tryFile(file, "iot:CloseTunnel", "iot:Delete=false");
    CommandRun deleted = tryFile(file, "iot:CloseTunnel", "iot:Delete=true");
    CommandRun odd = tryFile(file, "iot:CloseTunnel", "iot:Unheard=true");
    CommandRun noAction = tryFile(file, "CloseTunnel", "iot:Delete=true");
    CommandRun noOption = CommandRun.of("policy", "test", "--file", file.toString());

    // Then
    assertThat(closed.exitCode()).isZero();
    assertThat(deleted.exitCode()).isEqualTo(1);
    assertThat(deleted.out())
        .contains("would allow, but Bool iot:Delete wants [false], and the call has [true]");
    assertThat(odd.exitCode()).isEqualTo(2);
    assertThat(odd.err()).contains("There is no condition key 'iot:Unheard'; known are");
    assertThat(noAction.exitCode()).isEqualTo(2);
    assertThat(noAction.err()).contains("'CloseTunnel' is no action");
    assertThat(noOption.exitCode()).isEqualTo(2);
    assertThat(noOption.err()).contains("--action");
  }

  @Test
  void anArnOfAnotherRegionIsWarnedOfWhileTheServerRuns() throws IOException {
    // Given
    Path file = temp.resolve("elsewhere.json");
    Files.writeString(
        file,
        PolicyTemplate.operatorOfThings("a").replace("iot:*:*:tunnel", "iot:eu-west-1:*:tunnel"),
        UTF_8);
    String warning =
        "Statement TheirTunnels: Resource arn:aws*:iot:eu-west-1:*:tunnel/* can match nothing here:"
            + " it has the region 'eu-west-1' instead of 'us-east-1'";
    run("user", "add", "ann", "--service", "--role", "none");
    assertThat(run("policy", "create", "elsewhere", file.toString()).err()).isEmpty();

    try (AditServer _ = AditServer.start(options())) {
      // When
      CommandRun attached = run("user", "policy", "attach", "ann", "elsewhere");
      CommandRun tried = run("policy", "test", "--user", "ann", "--action", "iot:OpenTunnel");

      // Then
      assertThat(attached.exitCode()).isZero();
      assertThat(attached.err()).isEqualTo("warning: " + warning + "\n");
      assertThat(tried.exitCode()).isEqualTo(1);
      assertThat(tried.err()).isEqualTo("warning: elsewhere: " + warning + "\n");
    }
  }

  private ServerOptions options() {
    return ServerOptions.defaults(data)
        .with(new ServerOptions.Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }

  @Test
  void whatCannotBeDoneIsToldInWords() throws IOException {
    Path file = temp.resolve("odd.json");
    Files.writeString(file, PolicyTemplate.operatorOfThings("a").replace("Allow", "allow"), UTF_8);

    refused(run("policy", "create", "odd", file.toString()), "Statement TheirTunnels: Effect is");
    refused(run("policy", "create", "odd", temp.resolve("none").toString()), "there is no file");
    refused(run("policy", "attach", "viewer", "eve"), "There is no user eve");
    refused(run("policy", "show", "none-such"), "There is no policy none-such; there are [");
    refused(run("key", "create", "eve"), "There is no user eve");
    refused(run("key", "rotate", "ADITNONE"), "There is no access key ADITNONE");
    assertThat(run("policy", "create", "odd").err()).contains("give one of FILE, --operator-of");
    assertThat(run("policy", "attach", "viewer").err()).contains("either USER or --data-plane");
    assertThat(run("policy", "attach", "operator", "--data-plane").exitCode()).isZero();
    assertThat(run("policy", "list").out()).containsPattern("operator +@data-plane");
    assertThat(run("policy", "detach", "operator", "--data-plane").exitCode()).isZero();
  }

  private static CommandRun tryFile(Path file, String action, String context) {
    return CommandRun.of(
        "policy", "test", "--file", file.toString(), "--action", action, "--context", context);
  }

  private static void refused(CommandRun run, String words) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).contains(words).doesNotContain("\tat ");
  }

  private CommandRun run(String[] first, String... rest) {
    return run(Stream.concat(Arrays.stream(first), Arrays.stream(rest)).toArray(String[]::new));
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(
        Stream.concat(Arrays.stream(arguments), Stream.of("--data", data.toString()))
            .toArray(String[]::new));
  }
}
