package io.adit.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.AditServer;
import io.adit.server.ServerOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adit user} and {@code adit console}. */
class UserCommandTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir Path temp;

  @Test
  void whoOwnsTheDataFolderSeesToUsersWhileTheServerRunsAndNot() {
    // Given
    Path data = temp.resolve("data");
    CommandRun link;
    try (AditServer server = AditServer.start(options(data))) {
      // When
      CommandRun added = users(data, PASSWORD, "add", "Ann", "--role", "administrator");
      link = run(data, "", "console", "link");

      // Then
      assertThat(added).isEqualTo(new CommandRun(0, "", ""));
      assertThat(link.out()).startsWith(server.endpoint().url() + "/console/#/first/");
    }
    assertThat(users(data, PASSWORD, "add", "bob").exitCode()).isZero();
    assertThat(users(data, "", "list").out()).isEqualTo("ann  administrator\nbob  operator\n");
    assertThat(users(data, PASSWORD, "password", "bob").exitCode()).isZero();
    assertThat(users(data, "", "remove", "BOB").exitCode()).isZero();
    refused(users(data, "", "remove", "ann"), "ann is the last administrator");
    assertThat(users(data, "", "list").out()).isEqualTo("ann  administrator\n");
    refused(run(data, "", "console", "link"), "no server runs on the data folder");
  }

  @Test
  void whatCannotBeDoneIsToldInWords() {
    // Given
    Path data = temp.resolve("data");
    AditServer.start(options(data)).close();
    users(data, PASSWORD, "add", "ann");

    // Then
    refused(users(data, PASSWORD, "add", "ANN"), "There is a user ann already");
    refused(users(data, "short", "add", "eve"), "12 to 256 characters, and this one 5");
    refused(users(data, "", "password", "ann"), "12 to 256 characters, and this one 0");
    refused(users(data, PASSWORD, "password", "eve"), "There is no user eve");
    refused(users(data, PASSWORD, "add", "oidc:eve"), "A user name has 1 to 64 of");
    refused(users(data, "", "remove", "eve"), "There is no user eve");
    refused(users(temp, "", "list"), "holds no data of Adit");
    assertThat(users(data, "", "add", "eve", "--role", "king").err()).contains("'king' is none of");
    assertThat(users(data, "", "list").out()).isEqualTo("ann  operator\n");
  }

  private static void refused(CommandRun run, String words) {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).contains(words).doesNotContain("\tat ");
  }

  private static CommandRun users(Path data, String password, String... arguments) {
    return run(
        data,
        password,
        Stream.concat(Stream.of("user"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  private static CommandRun run(Path data, String password, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((password + "\n").getBytes(UTF_8)));
    try {
      return CommandRun.of(
          Stream.concat(Arrays.stream(arguments), Stream.of("--data", data.toString()))
              .toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  private static ServerOptions options(Path data) {
    return ServerOptions.defaults(data)
        .with(new ServerOptions.Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }
}
