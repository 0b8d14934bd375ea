package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real {@code ./adit} in a {@link SourceTree}. */
class LauncherTest {
  @TempDir Path temp;

  private SourceTree tree;

  @BeforeEach
  void makeTree() throws Exception {
    tree = new SourceTree(temp.toRealPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void shellsCanReadIt(String shell) throws Exception {
    ProgramRun run =
        ProgramRun.of(
            Map.of("PATH", System.getenv("PATH")),
            List.of(
                shell,
                "-c",
                "\"$0\" -n \"$1\" && \"$0\" -n \"$2\"",
                shell,
                tree.launcher().toString(),
                tree.localproxy().toString()));

    assertThat(run).isEqualTo(new ProgramRun(0, "", ""));
  }

  @Test
  void withoutNpmItBuildsAllButTheConsoleAndSaysSo() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25.0.1").toString()).withoutNpm();

    // When
    ProgramRun run = tree.run("server");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains(
            "adit: without the console in the browser: it needs Node.js 20.19 or newer with npm\n");
    assertThat(tree.mavenCalls()).singleElement().asString().contains(" -Dconsole=off -pl cli ");
  }

  @Test
  void itBuildsAtFirstAndPassesAllArgumentsOn() throws Exception {
    // Given
    Path jdk = tree.jdk("jdk", "25.0.1");
    tree.with("JAVA_HOME", jdk.toString());

    // When
    ProgramRun run = tree.run("proxy", "-s", "a b", "", "it's \"$HOME\"", "*");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            """
            adit: building with Java 25; the first time takes some minutes
            adit: building wire
            adit: building cli
            """);
    assertThat(tree.mavenCalls())
        .containsExactly(
            "JAVA_HOME=%s in %s: -B -pl cli -am -Dmaven.test.skip=true -Dspotless.check.skip=true package"
                .formatted(jdk, tree.root()));
    assertThat(tree.root().resolve("target/adit-build.log"))
        .content()
        .contains("[INFO] Building Adit wire");
    assertThat(run.out())
        .startsWith("java of jdk\n<--enable-native-access=ALL-UNNAMED>\n")
        .contains("<-Dadit.command=" + tree.launcher() + ">\n")
        .endsWith(
            """
            <-cp>
            <%s/cli/target/dist/lib/adit-cli-proxy.jar>
            <io.adit.cli.Adit>
            <proxy>
            <-s>
            <a b>
            <>
            <it's "$HOME">
            <*>
            """
                .formatted(tree.root()));
  }

  @Test
  void itBuildsAgainOnlyWhenSomethingChanged() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    tree.run("help");
    assertThat(tree.mavenCalls()).hasSize(1);

    // Then
    assertThat(tree.run("help").err()).isEmpty();
    assertThat(tree.mavenCalls()).hasSize(1);

    SourceTree.touch(tree.source("wire"));
    assertThat(tree.run("help").err()).startsWith("adit: the sources have changed; building\n");
    assertThat(tree.mavenCalls()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pom.xml", "peer/pom.xml", "cli/src/main/java"})
  void aPomCountsAndAFolderThatLostAFileToo(String path) throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    tree.run("help");

    // When
    SourceTree.touch(tree.root().resolve(path));
    tree.run("help");

    // Then
    assertThat(tree.mavenCalls()).hasSize(2);
  }

  @Test
  void whatMavenMadeItselfDoesNotCount() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    tree.run("help");

    // When
    SourceTree.touch(tree.root().resolve("cli/target/dist/lib/adit-cli.jar"));
    tree.run("help");

    // Then
    assertThat(tree.mavenCalls()).hasSize(1);
  }

  @Test
  void toldNotToBuildItRunsWhatIsThere() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    tree.run("help");
    SourceTree.touch(tree.source("cli"));

    // When
    ProgramRun run = tree.with("ADIT_NO_BUILD", "1").run("help");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).endsWith("<help>\n");
    assertThat(tree.mavenCalls()).hasSize(1);
  }

  @Test
  void toldNotToBuildWhereNothingIsItSaysSo() throws Exception {
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());

    ProgramRun run = tree.with("ADIT_NO_BUILD", "1").run("help");

    assertThat(run)
        .isEqualTo(
            new ProgramRun(
                69,
                "",
                "adit: nothing is built in %s, and ADIT_NO_BUILD forbids to build it\n"
                    .formatted(tree.root())));
  }

  @Test
  void aFailedBuildShowsWhatTheCompilerSaidAndIsTriedAgain() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    Path failure = tree.calls().resolve("mvn-fails");
    Files.writeString(
        failure,
        """
        [ERROR] /src/Some.java:[7,1] cannot find symbol
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        [ERROR] /src/Some.java:[7,1] cannot find symbol
        """);

    // When
    ProgramRun run = tree.run("help");

    // Then
    assertThat(run.exitCode()).isEqualTo(70);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .endsWith(
            """
            [ERROR] /src/Some.java:[7,1] cannot find symbol
            adit: the build failed; the whole log is in %s
            """
                .formatted(tree.root().resolve("target/adit-build.log")))
        .containsOnlyOnce("cannot find symbol")
        .doesNotContain("stack trace");

    // When
    Files.delete(failure);
    ProgramRun again = tree.run("help");

    // Then
    assertThat(again.exitCode()).isZero();
    assertThat(tree.mavenCalls()).hasSize(2);
  }

  @Test
  void twoLaunchesAtOnceBuildOnce() throws Exception {
    // Given a build that waits
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    Path go = tree.calls().resolve("go");
    ProgramRun.of(Map.of("PATH", System.getenv("PATH")), List.of("mkfifo", go.toString()));
    Process first = tree.start("help", "first");
    BufferedReader firstErr = first.errorReader();
    assertThat(firstErr.readLine()).startsWith("adit: building with Java 25");

    // When
    Process second = tree.start("help", "second");
    BufferedReader secondErr = second.errorReader();
    assertThat(secondErr.readLine())
        .isEqualTo("adit: waiting for the build of process " + first.pid());
    Files.writeString(go, "go\n");

    // Then
    assertThat(ProgramRun.end(first).out()).endsWith("<first>\n");
    ProgramRun ended = ProgramRun.end(second);
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).endsWith("<second>\n");
    assertThat(tree.mavenCalls()).hasSize(1);
    assertThat(tree.root().resolve("target/adit-build.lock")).doesNotExist();
  }

  @Test
  void theLockOfABuilderThatDiedIsBroken() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    Process dead = new ProcessBuilder("sh", "-c", ":").start();
    dead.waitFor();
    Files.createDirectories(tree.root().resolve("target"));
    Files.writeString(tree.root().resolve("target/adit-build.lock"), dead.pid() + "\n");

    // When
    ProgramRun run = tree.run("help");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(tree.mavenCalls()).hasSize(1);
    assertThat(tree.root().resolve("target/adit-build.lock")).doesNotExist();
  }

  @Test
  void itWorksThroughASymbolicLinkFromElsewhere() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(elsewhere.resolve("hop"), Path.of("../source tree/adit"));
    Files.createSymbolicLink(elsewhere.resolve("adit"), Path.of("hop"));

    // When
    ProgramRun run =
        ProgramRun.of(
            tree.environment(), List.of("sh", "-c", "cd '" + elsewhere + "' && ./adit env"));

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("<-Dadit.command=./adit>\n")
        .contains("<" + tree.root() + "/cli/target/dist/lib/adit-cli.jar>\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cd '%1$s/elsewhere' && ./lp",
        "cd / && '%1$s/elsewhere/lp'",
        "cd '%1$s/elsewhere' && sh lp",
        "cd '%1$s/source tree/bin' && sh localproxy",
        "cd '%1$s/source tree' && bin/localproxy",
        "PATH=\"$PATH:%1$s/elsewhere\"; cd / && lp",
      })
  void localproxyIsFoundFromAnywhere(String call) throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.createSymbolicLink(elsewhere.resolve("hop"), tree.localproxy());
    Files.createSymbolicLink(elsewhere.resolve("lp"), Path.of("hop"));

    // When
    ProgramRun run =
        ProgramRun.of(
            tree.environment(),
            List.of("sh", "-c", call.formatted(temp.toRealPath()) + " -s 'a b' '' '*'"));

    // Then
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("<-XX:+UseSerialGC>\n")
        .doesNotContain("TieredStopAtLevel")
        .endsWith("<io.adit.cli.Adit>\n<localproxy>\n<-s>\n<a b>\n<>\n<*>\n");
  }

  @Test
  void aShortCommandGetsAnotherJvmThanTheServer() throws Exception {
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    tree.with("ADIT_JAVA_OPTS", "-Xmx99m -Done=1");

    assertThat(tree.run("env").out())
        .contains("<-XX:+UseSerialGC>\n")
        .contains("<-XX:TieredStopAtLevel=1>\n")
        .containsPattern(
            "<-Djava.library.path=[^>]*source tree/cli/target/dist/native>\n<-Xmx99m>\n<-Done=1>\n");
    assertThat(tree.run("proxy").out())
        .contains("<-XX:+UseSerialGC>\n")
        .contains("<-Xms8m>\n<-Xmn3m>\n")
        .doesNotContain("TieredStopAtLevel");
    assertThat(tree.run("agent").out())
        .contains("<-XX:+UseSerialGC>\n")
        .doesNotContain("TieredStopAtLevel");
    assertThat(tree.run("server").out())
        .doesNotContain("SerialGC")
        .doesNotContain("Tier")
        .contains("<-Xmx99m>\n");
  }

  @Test
  void mavenIsNeededForABuildOnly() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("jdk", "25").toString());
    tree.run("help");
    tree.withoutMaven();

    // Then
    assertThat(tree.run("help").exitCode()).isZero();

    SourceTree.touch(tree.source("cli"));
    ProgramRun run = tree.run("help");
    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.err())
        .isEqualTo(
            """
            adit: Maven 3.8 or newer is needed to build, and mvn is not in PATH.
              Debian, Ubuntu  sudo apt-get install maven
              macOS           brew install maven
            """);
  }

  @Test
  void testRunsTheWholeSuiteAndTellsItsEnd() throws Exception {
    // Given
    Path jdk = tree.jdk("jdk", "25");
    tree.with("JAVA_HOME", jdk.toString()).with("ADIT_MAVEN_ARGS", "-o -ntp");

    // When
    ProgramRun run = tree.run("test", "-pl", "wire", "-Dtest=A B");

    // Then
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Tests run: 7\n");
    assertThat(tree.mavenCalls())
        .containsExactly(
            "JAVA_HOME=%s in %s: -B -o -ntp verify -pl wire -Dtest=A B"
                .formatted(jdk, tree.root()));

    // When
    Files.writeString(tree.calls().resolve("mvn-fails"), "[ERROR] Tests run: 7, Failures: 1\n");
    ProgramRun failed = tree.run("test");

    // Then
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("Failures: 1\n");
  }
}
