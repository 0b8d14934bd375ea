package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.OpenSshServer;
import io.adit.conformance.programs.OperatorShell;
import io.adit.conformance.programs.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One command reaches a thing on which nothing but the agent runs. */
@VerifiedWith(Client.OPENSSH)
@Isolated("it looks at all command lines of the machine")
class OperatorTest {
  private static final String THING = "RemoteThing1";

  @AutoClose static final Stage STAGE = new Stage();

  private static OperatorShell shell;

  @BeforeAll
  static void switchTheDeviceOn() {
    AditProcess server = AditProcess.start(STAGE);
    OpenSshServer sshd = OpenSshServer.start(STAGE);
    shell = OperatorShell.of(STAGE, server, sshd);
    shell.startAgent(THING, Map.of("SSH", sshd.port(), "WEB", server.port(), "SSH2", sshd.port()));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    assertThat(shell.run("./adit tunnel list --status open").succeeded().out())
        .isEqualTo("There is no such tunnel.\n");
  }

  @Test
  void sshRunsACommandAndEndsAsItDoes() {
    Finished ran = shell.run("./adit ssh $SSH " + THING + " -- 'uname -a; exit 7'");

    assertThat(ran.out()).startsWith("Linux ");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isEqualTo(7);
  }

  @Test
  void scpCarries100MebibytesBothWays() throws Exception {
    Path folder = STAGE.newFolder("scp");
    byte[] block = new byte[100 << 20];
    new SplittableRandom(1).nextBytes(block);
    Files.write(folder.resolve("original"), block);

    shell.run("./adit scp $SSH %1$s/original %2$s:%1$s/there".formatted(folder, THING)).succeeded();
    shell.run("./adit scp $SSH %2$s:%1$s/there %1$s/back".formatted(folder, THING)).succeeded();

    assertThat(Files.mismatch(folder.resolve("original"), folder.resolve("there"))).isEqualTo(-1);
    assertThat(Files.mismatch(folder.resolve("original"), folder.resolve("back"))).isEqualTo(-1);
  }

  @Test
  void sftpAndRsyncTakeTheSameWay() throws Exception {
    Path folder = STAGE.newFolder("copies");
    Files.writeString(folder.resolve("batch"), "put %1$s/batch %1$s/put%n".formatted(folder));

    shell.run("./adit sftp $SSH -b %s/batch %s".formatted(folder, THING)).succeeded();
    shell
        .run("rsync -e \"./adit ssh $SSH\" %1$s/batch %2$s:%1$s/rsynced".formatted(folder, THING))
        .succeeded();

    assertThat(Files.mismatch(folder.resolve("batch"), folder.resolve("put"))).isEqualTo(-1);
    assertThat(Files.mismatch(folder.resolve("batch"), folder.resolve("rsynced"))).isEqualTo(-1);
  }

  @Test
  void plainSshTakesTheWayOfTheConfiguration() throws Exception {
    Path config = STAGE.newFolder("config").resolve("config");
    shell.run("./adit ssh-config > " + config).succeeded();

    Finished ran =
        shell.run("ssh -F %s $SSH_BUT_CONFIG %s.adit echo plain".formatted(config, THING));

    assertThat(ran.succeeded().out()).isEqualTo("plain\n");
  }

  @Test
  void forwardServesSeveralServicesAndCurlGetsAnAnswer() {
    Finished ran =
        shell.run(
            """
            ./adit forward %s WEB SSH SSH2 > "$STAGE/places" & forward=$!
            until [ "$(grep -c ' is at ' "$STAGE/places")" = 3 ]; do kill -0 $forward || exit 9; done
            port=$(sed -n 's/^WEB is at .*://p' "$STAGE/places")
            curl -sk --max-time 20 https://localhost:$port/healthz >/dev/null; got=$?
            kill $forward; wait $forward; echo curl $got, forward $?
            """
                .formatted(THING));

    assertThat(ran.out()).endsWith("curl 0, forward 143\n");
  }

  @Test
  void twoAtOnceWorkAndNoTokenIsInAnyCommandLine() {
    Finished ran =
        shell.run(
            """
            ./adit ssh $SSH %1$s -- 'echo one; sleep 1' & one=$!
            ./adit ssh $SSH %1$s -- 'ps -eo args; echo two'
            two=$?; wait $one; echo $? $two
            """
                .formatted(THING));

    assertThat(ran.out()).contains("one\n").contains("two\n").endsWith("0 0\n");
    assertThat(ran.out()).doesNotContainPattern("(?m)^(ssh|.*/java) .*AV[A-Za-z0-9_-]{60}");
  }

  @Test
  void aThingThatIsNotThereIsSaidSo() {
    Finished ran = shell.run("./adit ssh --timeout 1s Nobody -- true");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("Nobody has not connected within 1 s").contains("adit doctor ");
  }
}
