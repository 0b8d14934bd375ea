package io.adit.server.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.AccessToken;
import io.adit.wire.Side;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledServerTest {
  private static final int ROUNDS = 3;
  private static final int LINES_BEFORE_THE_KILL = 150;
  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  @Test
  @Timeout(120)
  void noAcknowledgedCallIsLostByAKill() throws Exception {
    List<String> acknowledged = new ArrayList<>();

    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(workAndKill());
    }

    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * (LINES_BEFORE_THE_KILL - 1));
    assertThat(integrityCheck()).isEqualTo("ok");
    try (RegistryFixture fixture = new RegistryFixture(folder)) {
      assertThat(acknowledged).allSatisfy(line -> assertThat(found(line, fixture)).isEqualTo(line));
    }
  }

  /** What became of the thing that a line names, in the words of that line. */
  private static String found(String line, RegistryFixture fixture) {
    String name = line.substring(line.indexOf(' ') + 1);
    String state =
        switch (line.substring(0, line.indexOf(' '))) {
          case "opened", "closed" ->
              fixture.registry().describe(name).status() == TunnelStatus.OPEN ? "opened" : "closed";
          case "spent" -> refusal(Side.SOURCE, name, fixture);
          case "revoked" -> refusal(Side.DESTINATION, name, fixture);
          default -> throw new AssertionError(line);
        };
    return state + " " + name;
  }

  private static String refusal(Side side, String token, RegistryFixture fixture) {
    return switch (fixture.registry().admit(side, new AccessToken(token), null)) {
      case Admission.Refused refused -> refused.refusal().name().toLowerCase(Locale.ROOT);
      case Admission.Admitted admitted -> "admitted";
      case Admission.Barred barred -> "barred";
    };
  }

  private List<String> workAndKill() throws Exception {
    Process worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                WorksUntilKilled.class.getName(),
                folder.resolve("adit.db").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = worker.inputReader()) {
      @Nullable String line = output.readLine();
      while (line != null) {
        lines.add(line);
        if (lines.size() == LINES_BEFORE_THE_KILL) {
          worker.toHandle().destroyForcibly();
        }
        line = output.readLine();
      }
    } finally {
      worker.toHandle().destroyForcibly();
    }
    assertThat(worker.waitFor()).isEqualTo(KILLED);
    return complete(lines);
  }

  /** The last line may have been cut by the kill. */
  private static List<String> complete(List<String> lines) {
    return lines.subList(0, lines.size() - 1);
  }

  private String integrityCheck() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("adit.db"));
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      result.next();
      return result.getString(1);
    }
  }
}
