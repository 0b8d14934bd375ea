package io.adit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which JDK {@code ./adit} takes. */
class LauncherJdkTest {
  @TempDir Path temp;

  private SourceTree tree;

  @BeforeEach
  void makeTree() throws Exception {
    tree = new SourceTree(temp.toRealPath());
  }

  @Test
  void theOneNamedForAditIsTakenBeforeAllOthers() throws Exception {
    // Given one in each place
    tree.with("ADIT_JAVA_HOME", tree.jdk("named", "25").toString());
    tree.with("JAVA_HOME", tree.jdk("home", "26").toString());
    tree.link("java", tree.jdk("path", "26").resolve("bin/java"));
    tree.jdk("jvm/installed", "26");

    // Then
    assertThat(tree.run("help").out()).startsWith("java of named\n");
    assertThat(tree.with("ADIT_JAVA_HOME", "").run("help").out()).startsWith("java of home\n");
    assertThat(tree.with("JAVA_HOME", "").run("help").out()).startsWith("java of path\n");
    Files.delete(temp.resolve("tools/java"));
    assertThat(tree.run("help").out()).startsWith("java of jvm/installed\n");
  }

  @Test
  void oneThatIsTooOldIsPassedOver() throws Exception {
    // Given
    tree.with("JAVA_HOME", tree.jdk("home", "17.0.2").toString());
    tree.link("java", tree.jdk("path", "1.8.0_402").resolve("bin/java"));
    tree.jdk("jvm/a", "21.0.1");
    tree.jdk("jvm/b", "25-ea");
    tree.jdk("jvm/c", "26");

    // Then
    assertThat(tree.run("help").out()).startsWith("java of jvm/b\n");
    assertThat(tree.mavenCalls()).singleElement().asString().contains("/jvm/b in ");
  }

  @Test
  void oneWithoutAReleaseFileIsAsked() throws Exception {
    // Given
    tree.jdkWithoutRelease("jvm/old", "17.0.1");
    tree.jdkWithoutRelease("jvm/young", "25.0.1");

    // Then
    assertThat(tree.run("help").out()).startsWith("java of jvm/young\n");
  }

  @Test
  void aJavaInPathThatIsNoJdksOwnFileIsAskedWhereItIs() throws Exception {
    // Given a script in the place of a link
    Path jdk = tree.jdk("jdk", "25");
    Path script = temp.resolve("tools/java");
    Files.writeString(script, "#!/bin/sh\nexec '" + jdk.resolve("bin/java") + "' \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();

    // Then
    assertThat(tree.run("help").out()).startsWith("java of jdk\n");
    assertThat(tree.mavenCalls()).singleElement().asString().contains("JAVA_HOME=" + jdk + " in ");
  }

  @Test
  void aRuntimeWithoutACompilerWillDoWhereNothingIsToBeBuilt() throws Exception {
    // Given
    Path runtime = tree.jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));
    tree.jdk("jvm/jdk", "25");

    // When
    tree.with("JAVA_HOME", runtime.toString());

    // Then
    assertThat(tree.run("help").out()).startsWith("java of jvm/jdk\n");
    assertThat(tree.run("help").out()).startsWith("java of runtime\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "test"})
  void whereThereIsNoneItSaysExactlyWhatToInstall(String command) throws Exception {
    // Given
    tree.jdk("jvm/a", "21");

    // When
    ProgramRun run = tree.run(command);

    // Then
    assertThat(run.exitCode()).isEqualTo(69);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            adit: a JDK 25 or newer is needed. There is none in PATH nor in the usual folders.
              Debian, Ubuntu  add the package source of https://adoptium.net/installation/linux, then
                              sudo apt-get install temurin-25-jdk
              macOS           brew install --cask temurin@25
              anywhere        unpack https://adoptium.net/temurin/releases/?version=25, then
                              export ADIT_JAVA_HOME=/the/folder
            """);
    assertThat(tree.mavenCalls()).isEmpty();
  }

  @Test
  void aJdkNamedForAditThatWillNotDoIsToldAndNoOtherTaken() throws Exception {
    // Given
    Path old = tree.jdk("old", "21.0.1");
    tree.jdk("jvm/good", "25");

    // Then
    assertThat(tree.with("ADIT_JAVA_HOME", old.toString()).run("help").err())
        .startsWith(
            "adit: a JDK 25 or newer is needed. ADIT_JAVA_HOME names "
                + old
                + ", which is Java 21.");
    assertThat(tree.with("ADIT_JAVA_HOME", "/nowhere").run("help").err())
        .startsWith(
            "adit: a JDK 25 or newer is needed. ADIT_JAVA_HOME names /nowhere, which is no JDK.");
    Path runtime = tree.jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));
    assertThat(tree.with("ADIT_JAVA_HOME", runtime.toString()).run("help").err())
        .contains("names " + runtime + ", which is Java 25 without a compiler.");
  }

  @Test
  void anOldJavaHomeIsNamedWhereNothingElseIsFound() throws Exception {
    Path old = tree.jdk("old", "17.0.9");

    assertThat(tree.with("JAVA_HOME", old.toString()).run("help").err())
        .startsWith(
            "adit: a JDK 25 or newer is needed. JAVA_HOME names " + old + ", which is Java 17.");
  }
}
