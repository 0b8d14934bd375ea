package io.adit.cli.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.cli.proxy.options.PlainCommandLine;
import io.adit.cli.proxy.options.ProxyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class PlainCommandLineTest {

  private static Map<ProxyOption, String> picocli(List<String> words) {
    CommandLine command = new CommandLine(new ProxyCommand(Map.of()));
    return ProxyArguments.given(command.parseArgs(words.toArray(String[]::new)));
  }

  /** Each name of each option that picocli knows, in each way to give it its value. */
  static Stream<List<String>> everyOption() {
    var command = new CommandLine(new ProxyCommand(Map.of()));
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .flatMap(PlainCommandLineTest::ways);
  }

  private static Stream<List<String>> ways(OptionSpec option) {
    var ways = new ArrayList<List<String>>();
    for (String name : option.names()) {
      if (option.arity().min() == 0) {
        ways.add(List.of(name));
      }
      if (option.arity().max() > 0) {
        ways.add(List.of(name, "A=1,B=2"));
      }
      if (option.arity().max() > 0 && name.startsWith("--")) {
        ways.add(List.of(name + "=A=1,B=2"));
      }
    }
    return ways.stream();
  }

  @ParameterizedTest
  @MethodSource("everyOption")
  void anOptionIsReadAsPicocliReadsIt(List<String> words) {
    assertThat(PlainCommandLine.read(words)).contains(picocli(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--stdio -e h:1",
        "--stdio SSH -e h:1 -k",
        "-e h:1 --stdio",
        "-s SSH=0 -c ca.pem --status -v 5",
        "-e @file -t a\"b\"",
      })
  void aLineIsReadAsPicocliReadsIt(String line) {
    List<String> words = List.of(line.split(" "));

    assertThat(PlainCommandLine.read(words)).contains(picocli(words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "--version",
        "--bogus",
        "-x",
        "-s",
        "-s -v 5",
        "-sSSH=0",
        "-s=SSH=0",
        "-kv 5",
        "--proxy-end h:1",
        "--mode=src --mode=src",
        "--mode=src -m src",
        "--status=false",
        "--mode=",
        "-v 5 stray",
        "-- -v",
      })
  void whatIsNotPlainIsLeftToPicocli(String line) {
    assertThat(PlainCommandLine.read(List.of(line.split(" ")))).isEmpty();
  }

  @Test
  void anEmptyLineIsPlain() {
    assertThat(PlainCommandLine.read(List.of())).isEqualTo(Optional.of(Map.of()));
  }
}
