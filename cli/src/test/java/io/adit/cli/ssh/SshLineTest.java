package io.adit.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.WrongUsageException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@code adit ssh} tells its own options, ssh's, the thing and the command apart. */
class SshLineTest {
  private static final Set<String> WITH_VALUE = Set.of("--timeout", "--service");

  /** The words stand between spaces; what is expected is ours, theirs, host and command. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-none-",
      value = {
        "T                               | | | T.adit | ",
        "pi@T                            | | | pi@T.adit | ",
        "T.adit                          | | | T.adit | ",
        "pi@T.adit                       | | | pi@T.adit | ",
        "a@b@T                           | | | a@b@T.adit | ",
        "a:b                             | | | a:b.adit | ",
        "T uname -a                      | | | T.adit | uname -a",
        "T -- uname -a                   | | | T.adit | uname -a",
        "T -- -x                         | | | T.adit | -x",
        "T -- --new                      | | | T.adit | --new",
        "T ls --new                      | | | T.adit | ls --new",
        "T ls -- x                       | | | T.adit | ls -- x",
        "-- T ls                         | | | T.adit | ls",
        "-- T -t ls                      | | -t | T.adit | ls",
        "-t T                            | | -t | T.adit | ",
        "T -t top                        | | -t | T.adit | top",
        "T -t -- top -b                  | | -t | T.adit | top -b",
        "-l pi T                         | | -l pi | T.adit | ",
        "-lpi T                          | | -lpi | T.adit | ",
        "T -l pi who                     | | -l pi | T.adit | who",
        "-L 8080:localhost:80 pi@T -- uname -a"
            + " | | -L 8080:localhost:80 | pi@T.adit | uname -a",
        "-L8080:localhost:80 T           | | -L8080:localhost:80 | T.adit | ",
        "-NL 8080:localhost:80 T         | | -NL 8080:localhost:80 | T.adit | ",
        "-ANTL 1:h:2 -R 3:h:4 -D 5 T     | | -ANTL 1:h:2 -R 3:h:4 -D 5 | T.adit | ",
        "-A -X -Y -C -4 T                | | -A -X -Y -C -4 | T.adit | ",
        "-ttvvq T ls                     | | -ttvvq | T.adit | ls",
        "-i key -F none T                | | -i key -F none | T.adit | ",
        "-i -odd T                       | | -i -odd | T.adit | ",
        "-o User=pi T                    | | -o User=pi | T.adit | ",
        "-oUser=pi -E log T              | | -oUser=pi -E log | T.adit | ",
        "-W h:22 T                       | | -W h:22 | T.adit | ",
        "-b 1.2.3.4 -B eth0 -c aes -m mac T | | -b 1.2.3.4 -B eth0 -c aes -m mac | T.adit | ",
        "-e none -I lib -S ctl -w 0:0 T  | | -e none -I lib -S ctl -w 0:0 | T.adit | ",
        "-M -O check T                   | | -M -O check | T.adit | ",
        "-P tag T                        | | -P tag | T.adit | ",
        "-s T sftp                       | | -s | T.adit | sftp",
        "--new T ls                      | --new | | T.adit | ls",
        "T --new ls                      | --new | | T.adit | ls",
        "--timeout 5s T ls               | --timeout 5s | | T.adit | ls",
        "--timeout=5s T ls               | --timeout=5s | | T.adit | ls",
        "-t --service X T --keep -v ls -l | --service X --keep | -t -v | T.adit | ls -l",
        "--service -t T                  | --service -t | | T.adit | ",
        "-l pi T rsync --server -logDtpre.iLsfxCIvu . dst"
            + " | | -l pi | T.adit | rsync --server -logDtpre.iLsfxCIvu . dst",
        "T - x                           | | | T.adit | - x",
        "T @file                         | | | T.adit | @file"
      })
  void tellsApart(String line, String ours, String theirs, String host, String command) {
    SshLine parsed = parse(line);

    assertThat(parsed.words().ours()).isEqualTo(words(ours));
    assertThat(parsed.words().theirs()).isEqualTo(words(theirs));
    assertThat(parsed.remote().host()).isEqualTo(host);
    assertThat(parsed.command()).isEqualTo(words(command));

    // What picocli hands over to the command is the same again.
    SshLine again = SshLine.parse(parsed.canonical(), _ -> false);
    assertThat(again.words().ours()).isEmpty();
    assertThat(again.words().theirs()).isEqualTo(parsed.words().theirs());
    assertThat(again.remote()).isEqualTo(parsed.remote());
    assertThat(again.command()).isEqualTo(parsed.command());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "              | name a thing",
        "-t            | name a thing",
        "--            | name a thing",
        "-L            | -L needs a value",
        "T -l          | -l needs a value",
        "--timeout     | --timeout needs a value",
        "-p 22 T       | -p: the device's port",
        "T -p22 ls     | -p: the device's port",
        "-tp 22 T      | -p: the device's port",
        "-J jump T     | -J: the way to the device",
        "-f T ls       | -f: the tunnel lives",
        "-Nf T         | -f: the tunnel lives",
        "-o Port=22 T  | -o Port=22: the device's port",
        "-oproxycommand=x T | -o proxycommand=x: the way",
        "-oHostName=x T | -o HostName=x: the way",
        "-oForkAfterAuthentication=yes T | -o ForkAfterAuthentication=yes: the tunnel lives",
        "no.thing      | 'no.thing' is no thing",
        "ssh://T       | write [USER@]THING"
      })
  void refusesWhatCannotBe(String line, String text) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(WrongUsageException.class)
        .hasMessageContaining(text);
  }

  @Test
  void anOptionWithASpaceInItIsRefusedToo() {
    assertThatThrownBy(() -> SshLine.parse(List.of("-o", "port 22", "T"), _ -> false))
        .hasMessageContaining("-o port 22: the device's port");
  }

  @Test
  void theUsersOptionsStandBetweenWhatMustBeAndWhatMayBe() {
    assertThat(parse("-A -o HostKeyAlias=mine pi@T -- ls -l").command(4711))
        .containsExactly(
            "ssh",
            "-o",
            "HostName=127.0.0.1",
            "-o",
            "Port=4711",
            "-o",
            "ProxyCommand=none",
            "-o",
            "NoHostAuthenticationForLocalhost=no",
            "-o",
            "CheckHostIP=no",
            "-A",
            "-o",
            "HostKeyAlias=mine",
            "-o",
            "HostKeyAlias=T.adit",
            "-o",
            "ControlMaster=no",
            "-o",
            "ControlPath=none",
            "pi@T.adit",
            "--",
            "ls",
            "-l");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-q T", "-tq T", "T -q ls"})
  void quietIsOursToo(String line) {
    assertThat(parse(line).words().has('q')).isTrue();
    assertThat(parse(line).words().has('v')).isFalse();
  }

  @Test
  void aValueIsNoSwitch() {
    assertThat(parse("-l qv T").words().has('q')).isFalse();
  }

  private static SshLine parse(String line) {
    return SshLine.parse(words(line), WITH_VALUE::contains);
  }

  private static List<String> words(@Nullable String line) {
    return line == null || line.isBlank()
        ? List.of()
        : Stream.of(line.strip().split(" +")).toList();
  }
}
