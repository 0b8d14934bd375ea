package io.adit.cli.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.WrongUsageException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code adit scp} and {@code adit sftp} find the thing among paths. */
class CopyLinesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a T:                 | T | | a T.adit:",
        "a pi@T:b             | T | | a pi@T.adit:b",
        "a T.adit:b           | T | | a T.adit:b",
        "T:a b                | T | | T.adit:a b",
        "T:a T:b c            | T | | T.adit:a T.adit:b c",
        "T:a pi@T:b           | T | | T.adit:a pi@T.adit:b",
        "-r T:/var/log logs   | T | -r | T.adit:/var/log logs",
        "-pr -l 800 a T:b     | T | -pr -l 800 | a T.adit:b",
        "-i key -o User=x a T: | T | -i key -o User=x | a T.adit:",
        "-- -a T:             | T | | -a T.adit:",
        "./a:b T:c            | T | | ./a:b T.adit:c",
        "/x/a:b T:c           | T | | /x/a:b T.adit:c",
        ":a T:c               | T | | :a T.adit:c",
        "T:/a@b:c d           | T | | T.adit:/a@b:c d",
        "T:C:/x d             | T | | T.adit:C:/x d",
        "a [n:1]:b            | n:1 | | a [n:1.adit]:b",
        "a pi@[n:1]:b         | n:1 | | a pi@[n:1.adit]:b",
        "a [T]:b              | T | | a T.adit:b",
        "-3 T:a T:b           | T | -3 | T.adit:a T.adit:b"
      })
  void scpFindsTheThing(String line, String thing, String theirs, String places) {
    ScpLine parsed = ScpLine.parse(words(line), _ -> false);

    assertThat(parsed.thing()).isEqualTo(thing);
    assertThat(parsed.words().theirs()).isEqualTo(words(theirs));
    assertThat(parsed.places()).isEqualTo(words(places));
    assertThat(ScpLine.parse(parsed.canonical(), _ -> false).command(1))
        .isEqualTo(parsed.command(1));
    assertThat(parsed.command(1)).startsWith("scp").endsWith(words(places).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a                | at least a source and a target",
        "a b              | nothing here is on a thing",
        "T:a U:b          | T and U are several things",
        "-P 22 a T:       | -P: the device's port",
        "-J j a T:        | -J: the way",
        "-oPort=1 a T:    | -o Port=1: the device's port",
        "a scp://T/b      | write [USER@]THING:PATH",
        "a x.y:b          | 'x.y' is no thing"
      })
  void scpRefuses(String line, String text) {
    assertThatThrownBy(() -> ScpLine.parse(words(line), _ -> false))
        .isInstanceOf(WrongUsageException.class)
        .hasMessageContaining(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "T               | | T.adit",
        "pi@T            | | pi@T.adit",
        "T:/tmp          | | T.adit:/tmp",
        "T:/tmp here     | | T.adit:/tmp here",
        "-b batch T      | -b batch | T.adit",
        "-aR 64 pi@T:x   | -aR 64 | pi@T.adit:x",
        "-s sub T        | -s sub | T.adit",
        "[n:1]:/x        | | [n:1.adit]:/x",
        "[n:1]           | | [n:1.adit]"
      })
  void sftpFindsTheThing(String line, String theirs, String rest) {
    SftpLine parsed = SftpLine.parse(words(line), _ -> false);

    assertThat(parsed.words().theirs()).isEqualTo(words(theirs));
    assertThat(parsed.command(1)).startsWith("sftp").endsWith(words(rest).toArray(String[]::new));
    assertThat(SftpLine.parse(parsed.canonical(), _ -> false).command(1))
        .isEqualTo(parsed.command(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "            | name a thing",
        "-b x        | name a thing",
        "-P 22 T     | -P: the device's port",
        "sftp://T    | write [USER@]THING[:PATH]"
      })
  void sftpRefuses(String line, String text) {
    assertThatThrownBy(() -> SftpLine.parse(words(line), _ -> false))
        .isInstanceOf(WrongUsageException.class)
        .hasMessageContaining(text);
  }

  private static List<String> words(@Nullable String line) {
    return line == null || line.isBlank()
        ? List.of()
        : Stream.of(line.strip().split(" +")).toList();
  }
}
