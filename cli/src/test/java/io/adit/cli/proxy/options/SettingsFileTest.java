package io.adit.cli.proxy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.proxy.Logged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of {@code --settings-json}, and the one of {@code --export-default-settings}. */
class SettingsFileTest {
  @TempDir Path folder;

  @AutoClose private final Logged logged = new Logged();

  private Path file() {
    return folder.resolve("settings.json");
  }

  private Settings read(String json) throws IOException, UsageException {
    Files.writeString(file(), json);
    return Settings.of(
        new OptionValues(Map.of(ProxyOption.SETTINGS_JSON, file().toString()), Map.of(), Map.of()));
  }

  /** One setting in the nesting that its key spells. */
  private Settings readOne(String key, String value) throws IOException, UsageException {
    String[] names = ("tunneling.proxy." + key).split("\\.", -1);
    String json = value;
    for (int i = names.length - 1; i >= 0; i--) {
      json = "{\"" + names[i] + "\": " + json + "}";
    }
    return read(json);
  }

  @Test
  void withoutAFileTheDefaultsHold() throws Exception {
    assertThat(Settings.of(new OptionValues(Map.of(), Map.of(), Map.of())))
        .isEqualTo(Settings.DEFAULT);
    assertThat(read("{}")).isEqualTo(Settings.DEFAULT);
  }

  @Test
  void valuesMayBeTexts() throws Exception {
    assertThat(readOne("websocket.ping_period_ms", "\"5000\"").number(Setting.PING_PERIOD_MS))
        .isEqualTo(5_000);
    assertThat(readOne("websocket.ping_period_ms", "5000").number(Setting.PING_PERIOD_MS))
        .isEqualTo(5_000);
    assertThat(
            readOne("websocket.reconnect_on_data_error", "\"false\"")
                .isTrue(Setting.RECONNECT_ON_DATA_ERROR))
        .isFalse();
    assertThat(
            readOne("websocket.reconnect_on_data_error", "true")
                .isTrue(Setting.RECONNECT_ON_DATA_ERROR))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "message.max_payload_size | 64513 | a whole number from 1 to 64512",
        "message.max_payload_size | 0 | a whole number from 1 to 64512",
        "tcp.connection_retry_count | -2 | a whole number from -1 to 1000000",
        "websocket.ping_period_ms | 2.5 | a whole number from 100 to 3600000",
        "websocket.ping_period_ms | \"abc\" | a whole number from 100 to 3600000",
        "websocket.ping_period_ms | 99999999999999999999 | a whole number from 100 to 3600000",
        "websocket.ping_period_ms | null | a whole number from 100 to 3600000",
        "websocket.ping_period_ms | [1] | a whole number from 100 to 3600000",
        "websocket.reconnect_on_data_error | \"maybe\" | true or false",
        "websocket.subprotocol | \"chat\" | aws.iot.securetunneling-1.0, -2.0 or -3.0",
        "endpoint_format | \"relay.example\" | a host with one %s in it, which stands for the region",
        "endpoint_format | \"%s/%s\" | a host with one %s in it, which stands for the region",
        "default_bind_address | \"a b\" | a host or an address",
        "region_endpoint_overrides.eu | \"a\\r\\nb\" | a host",
      })
  void aWrongValueIsNamedWithItsKey(String key, String value, String needed) {
    assertThatThrownBy(() -> readOne(key, value))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith(file() + ": tunneling.proxy." + key + " is ")
        .hasMessageEndingWith("; it must be " + needed);
  }

  @Test
  void keysThatAreUnknownOrHaveNoEffectAreToldInOneLineEach() throws Exception {
    Settings settings =
        read(
            """
            {"tunneling": {"proxy": {
              "message": {"data_length_size": 4, "max_size": "65536", "data_frame_max_size": 1},
              "bogus": 1, "tcp": {"nodelay": {"deep": true}}}},
             "mine": []}
            """);

    assertThat(settings).isEqualTo(Settings.DEFAULT);
    assertThat(logged.warnings())
        .containsExactly(
            file()
                + ": these settings have no effect in Adit:"
                + " tunneling.proxy.message.data_length_size,"
                + " tunneling.proxy.message.data_frame_max_size",
            file()
                + ": these keys are unknown and passed over: tunneling.proxy.bogus,"
                + " tunneling.proxy.tcp.nodelay.deep, mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\": 1, \"a\": 2}", "{} {}", "# none"})
  void whatIsNoJsonIsNamedWithItsPlace(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UsageException.class)
        .message()
        .startsWith(file().toString())
        .doesNotContain("Exception");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() ->
            Settings.of(
                new OptionValues(
                    Map.of(ProxyOption.SETTINGS_JSON, file().toString()), Map.of(), Map.of())))
        .hasMessage(file() + " does not exist");
  }

  @Test
  void regionsHaveTheirHosts() throws Exception {
    assertThat(Settings.DEFAULT.regionHost("eu-west-1"))
        .isEqualTo("data.tunneling.iot.eu-west-1.amazonaws.com");
    assertThat(Settings.DEFAULT.regionHost("cn-north-1"))
        .isEqualTo("data.tunneling.iot.cn-north-1.amazonaws.com.cn");
    assertThat(readOne("endpoint_format", "\"%s.relay.example\"").regionHost("home"))
        .isEqualTo("home.relay.example");

    Settings overridden =
        readOne("region_endpoint_overrides", "{\"home\": \"a.example\", \"cn-north-1\": \"b\"}");
    assertThat(overridden.regionHost("home")).isEqualTo("a.example");
    assertThat(overridden.regionHost("cn-north-1")).isEqualTo("b");
    assertThat(overridden.regionHost("cn-northwest-1")).endsWith(".amazonaws.com.cn");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyDefaultIsAValueThatItsSettingAccepts(Setting setting) {
    assertThat(setting.accepts(setting.byDefault())).isTrue();
  }

  @Test
  void theDefaultsComeBackAsTheyWereExported() throws Exception {
    SettingsFile.writeDefaults(file().toString());
    String exported = Files.readString(file());

    Settings again = read(exported);

    for (Setting setting : Setting.values()) {
      assertThat(exported).contains("\"" + setting.key().replaceFirst(".*\\.", "") + "\"");
      assertThat(again.text(setting)).isEqualTo(setting.byDefault());
    }
    assertThat(again.regionHosts()).isEqualTo(Settings.DEFAULT.regionHosts());
    assertThat(logged.warnings()).isEmpty();
  }

  @Test
  void anExportReplacesWhatWasThereAndSaysSo() throws Exception {
    Files.writeString(file(), "precious");

    SettingsFile.writeDefaults(file().toString());

    assertThat(file()).content().doesNotContain("precious").contains("ping_period_ms");
    assertThat(logged.infos())
        .containsExactly("The default settings are in " + file() + ", in place of what was there");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file()));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void anExportThatCannotBeWrittenIsAnError() {
    Path nowhere = folder.resolve("missing/settings.json");

    assertThatThrownBy(() -> SettingsFile.writeDefaults(nowhere.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--export-default-settings: cannot write " + nowhere);
  }
}
