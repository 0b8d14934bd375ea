package io.adit.cli.proxy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.proxy.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of {@code --config}, and which of several sources of an option counts. */
class ConfigFileTest {
  @TempDir Path folder;

  @AutoClose private final Logged logged = new Logged();

  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("proxy.ini");
  }

  private OptionValues read(String text) throws IOException, UsageException {
    return read(text, Map.of(), Map.of());
  }

  private OptionValues read(
      String text, Map<ProxyOption, String> more, Map<String, String> environment)
      throws IOException, UsageException {
    Files.writeString(file, text);
    var commandLine = new java.util.EnumMap<ProxyOption, String>(ProxyOption.class);
    commandLine.put(ProxyOption.CONFIG, file.toString());
    commandLine.putAll(more);
    return OptionValues.read(commandLine, environment);
  }

  @Test
  void linesAreLongOptionsWithTheirValues() throws Exception {
    OptionValues values =
        read(
            """
            # of the device
            destination-app = SSH=127.0.0.1:22, WEB = 80   # two of them

              proxy-endpoint=relay.example:8443\r
            verbose = 5
            no-ssl-host-verify = false
            """);

    assertThat(values.get(ProxyOption.DESTINATION_APP)).hasValue("SSH=127.0.0.1:22, WEB = 80");
    assertThat(values.get(ProxyOption.PROXY_ENDPOINT)).hasValue("relay.example:8443");
    assertThat(values.get(ProxyOption.VERBOSE)).hasValue("5");
    assertThat(values.isOn(ProxyOption.NO_SSL_HOST_VERIFY)).isFalse();
    assertThat(values.get(ProxyOption.REGION)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', true", "true, true", "YES, true", "1, true", "off, false", "0, false"})
  void aSwitchIsOnOrOff(String value, boolean on) throws Exception {
    assertThat(read("no-ssl-host-verify = " + value).isOn(ProxyOption.NO_SSL_HOST_VERIFY))
        .isEqualTo(on);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bogus = 1 | has the unknown key 'bogus'",
        "t = 1 | has the unknown key 't'",
        "config = other.ini | has the unknown key 'config'",
        "help = true | has the unknown key 'help'",
        "region | is not of the form 'key = value'",
        "[section] | is not of the form 'key = value'",
        "= 1 | is not of the form 'key = value'",
        "mode = dst | gives 'mode' a second time",
        "no-ssl-host-verify = maybe | gives 'no-ssl-host-verify' the value 'maybe'",
      })
  void aWrongLineIsNamed(String line, String what) {
    assertThatThrownBy(() -> read("# one\n\nmode = src\n" + line + "\n"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file + ", line 4, " + what);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatThrownBy(
            () -> OptionValues.read(Map.of(ProxyOption.CONFIG, file.toString()), Map.of()))
        .hasMessage(file + " does not exist");
    assertThatThrownBy(
            () -> OptionValues.read(Map.of(ProxyOption.CONFIG, folder.toString()), Map.of()))
        .hasMessageStartingWith(folder + " cannot be read: ");
  }

  @Test
  void whatIsNotTextIsNoConfiguration() throws Exception {
    Files.write(file, new byte[] {'a', '=', (byte) 0xff});
    assertThatThrownBy(
            () -> OptionValues.read(Map.of(ProxyOption.CONFIG, file.toString()), Map.of()))
        .hasMessage(file + " is not in UTF-8");

    Files.write(file, new byte[2_000_000]);
    assertThatThrownBy(
            () -> OptionValues.read(Map.of(ProxyOption.CONFIG, file.toString()), Map.of()))
        .hasMessageStartingWith(file + " has more than 1 MiB");
  }

  @Test
  void theCommandLineCountsBeforeTheFileAndThatBeforeTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of(
            "AWSIOT_TUNNEL_ACCESS_TOKEN", "of the environment",
            "AWSIOT_TUNNEL_CLIENT_TOKEN", "of the environment",
            "AWSIOT_TUNNEL_ENDPOINT", "of the environment",
            "AWSIOT_TUNNEL_REGION", "");

    OptionValues values =
        read(
            "access-token = of the file\nclient-token = of the file\n",
            Map.of(ProxyOption.ACCESS_TOKEN, "of the command line"),
            environment);

    assertThat(values.get(ProxyOption.ACCESS_TOKEN)).hasValue("of the command line");
    assertThat(values.get(ProxyOption.CLIENT_TOKEN)).hasValue("of the file");
    assertThat(values.get(ProxyOption.PROXY_ENDPOINT)).hasValue("of the environment");
    assertThat(values.get(ProxyOption.REGION)).isEmpty();
    assertThat(values.origin(ProxyOption.ACCESS_TOKEN)).isEqualTo("--access-token");
    assertThat(values.origin(ProxyOption.CLIENT_TOKEN))
        .isEqualTo("'client-token' in the configuration file");
    assertThat(values.origin(ProxyOption.PROXY_ENDPOINT))
        .isEqualTo("the variable AWSIOT_TUNNEL_ENDPOINT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--"})
  void aTokenThatOthersCanReadIsWarnedOf(String mode) throws Exception {
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    read("access-token = secret\n");

    assertThat(logged.warnings())
        .containsExactly(
            file
                + " holds a token, and other users can read it. Set its mode with: chmod 600 "
                + file);
  }

  @Test
  void nothingIsWarnedOfWithoutATokenOrWithoutOthers() throws Exception {
    read("mode = src\n");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    read("access-token = secret\n");

    assertThat(logged.warnings()).isEmpty();
  }
}
