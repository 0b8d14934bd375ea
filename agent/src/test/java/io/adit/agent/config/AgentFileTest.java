package io.adit.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.agent.Resources;
import io.adit.peer.socket.Endpoint;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFileTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String GOOD =
      """
      thing: RemoteThing1
      endpoint: adit.example.com:8443        # the relay
      mqtt: adit.example.com:8883
      certificate: device.pem
      key: device.key
      ca: ca.pem
      """;

  @TempDir Path folder;

  @BeforeEach
  void unpack() throws IOException {
    Resources.unpackBundle(folder);
    Files.write(folder.resolve("foreign.pem"), Resources.read("foreign.pem").getBytes());
    Files.writeString(folder.resolve("empty"), "");
  }

  @AfterAll
  static void close() {
    var _ = VERTX.close();
  }

  @Test
  void readsWhatThingCreateWrites() throws Exception {
    AgentConfig config = read(GOOD + "services:\n  SSH: 127.0.0.1:22\n  WEB: /run/web.sock\n");

    assertThat(config.thing()).isEqualTo("RemoteThing1");
    assertThat(config.relay()).isEqualTo(new Endpoint.Tcp("adit.example.com", 8443));
    assertThat(config.gateway().address()).isEqualTo(new Endpoint.Tcp("adit.example.com", 8883));
    assertThat(config.gateway().clientId()).isEqualTo("RemoteThing1");
    assertThat(config.services())
        .containsExactly(
            Map.entry("SSH", new Endpoint.Tcp("127.0.0.1", 22)),
            Map.entry("WEB", new Endpoint.UnixSocket("/run/web.sock")));
  }

  @Test
  void hasDefaults() throws Exception {
    AgentConfig config = read(GOOD.replaceAll("(?m)^(endpoint|ca):.*\n", ""));

    assertThat(config.relay()).isNull();
    assertThat(config.services())
        .containsExactly(
            Map.entry("SSH", new Endpoint.Tcp("127.0.0.1", 22)),
            Map.entry("VNC", new Endpoint.Tcp("127.0.0.1", 5900)));
    assertThat(config.manners())
        .isEqualTo(new AgentConfig.Manners(20, Duration.ofSeconds(5), null, null));
    assertThat(config.gateway().identity().trust().alsoSystem()).isTrue();
  }

  @Test
  void readsAllTheRest() throws Exception {
    AgentConfig config =
        read(
            GOOD
                + """
                services: {SSH: 22}
                client-id: other
                max-tunnels: 3
                drain: 2m
                health-file: run/health.json
                log-level: debug
                """);

    assertThat(config.gateway().clientId()).isEqualTo("other");
    assertThat(config.services())
        .containsExactly(Map.entry("SSH", new Endpoint.Tcp("127.0.0.1", 22)));
    assertThat(config.manners())
        .isEqualTo(
            new AgentConfig.Manners(
                3, Duration.ofMinutes(2), folder.resolve("run/health.json"), "debug"));
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "thing: .*         | ``                        | 'thing' is missing",
        "thing: .*         | thing: a/b                | line 1: 'thing' is 'a/b'; the thing's name",
        "thing: .*         | thing:                    | line 1: 'thing' has no value",
        "thing: .*         | thing: [a]                | line 1: 'thing' holds a list",
        "thing: .*         | thing: {a: b}             | line 1: 'thing' has keys of its own",
        "endpoint: .*      | endpoint: adit            | line 2: 'endpoint' is 'adit'; HOST:PORT is",
        "endpoint: .*      | endpoint: adit:99999      | line 2: 'endpoint' is 'adit:99999'; HOST:PORT",
        "endpoint: .*      | endpoint: wss://adit:1    | line 2: 'endpoint' is 'wss://adit:1'; HOST",
        "endpoint: .*      | endpont: adit:8443        | line 2: there is no key 'endpont'; known are",
        "mqtt: .*          | mqtt: 8883                | line 3: 'mqtt' is '8883'; HOST:PORT is",
        "mqtt: .*          | ``                        | 'mqtt' is missing",
        "device.pem        | gone.pem                  | 'certificate': %s/gone.pem does not exist",
        "device.pem        | empty                     | 'certificate': %s/empty holds no certificate",
        "device.pem        | device.key                | 'certificate': %s/device.key holds no cert",
        "device.key        | gone.key                  | 'key': %s/gone.key does not exist",
        "device.key        | device.pem                | 'key': %s/device.pem holds no private key",
        "device.pem        | foreign.pem               | 'key': %s/device.key is not the key of the",
        "ca.pem            | gone.pem                  | 'ca': %s/gone.pem does not exist",
        "ca.pem            | empty                     | 'ca': %s/empty holds no certificate in PEM",
        "ca: .*            | services: SSH             | line 6: 'services' is a text; 'SERVICE: HO",
        "ca: .*            | services: {SSH: x}        | line 6: services: SSH is 'x'; PORT, HOST:P",
        "ca: .*            | services: {SSH: 0}        | line 6: services: SSH is '0'; PORT, HOST:P",
        "ca: .*            | services: {a b: 22}       | line 6: services: 'a b' is no service's na",
        "ca: .*            | max-tunnels: 0            | line 6: 'max-tunnels' is '0'; a number fro",
        "ca: .*            | max-tunnels: many         | line 6: 'max-tunnels' is 'many'; a number",
        "ca: .*            | drain: 5h                 | line 6: 'drain' is '5h'; a time from 0s to",
        "ca: .*            | drain: 721m               | line 6: 'drain' is '721m'; a time from 0s",
        "ca: .*            | log-level: loud           | line 6: 'log-level' is 'loud'; one of erro",
        "ca: .*            | client-id:                | line 6: 'client-id' has no value",
        "ca: .*            | thing: twice              | line 6: the key 'thing' occurs twice",
        "ca: .*            | ca: \"open                | line 6: while scanning a quoted scalar, found unexpected end of stream",
      })
  void saysWhatIsWrong(String from, String to, String problem) throws Exception {
    String text = GOOD.replaceFirst(from, to);

    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(problem.replace("%s", folder.toString()));
  }

  @Test
  void saysWhereTheFileIsWanted() {
    assertThatThrownBy(() -> AgentFile.read(VERTX, folder.resolve("none.yaml")))
        .hasMessage(
            folder.resolve("none.yaml")
                + ": there is no such file; 'adit thing create' writes one");
    assertThatThrownBy(() -> read("")).hasMessageContaining("it is empty");
    assertThatThrownBy(() -> read("- a\n")).hasMessageContaining("'key: value'");
    assertThatThrownBy(() -> read("#".repeat(70_000))).hasMessageContaining("at most 65536");
  }

  @Test
  void hidesTheKey() throws Exception {
    assertThat(read(GOOD).toString()).doesNotContain("PRIVATE KEY");
  }

  @Test
  void findsTheHealthFileWithoutTheKey() throws Exception {
    Files.delete(folder.resolve("device.key"));
    Files.writeString(folder.resolve("agent.yaml"), GOOD + "health-file: /run/health\n");

    assertThat(AgentFile.healthFile(folder.resolve("agent.yaml"))).contains(Path.of("/run/health"));
  }

  private AgentConfig read(String text) throws IOException, InvalidConfigException {
    Path file = folder.resolve("agent.yaml");
    Files.writeString(file, text);
    return AgentFile.read(VERTX, file);
  }
}
