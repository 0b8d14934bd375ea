package io.adit.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.agent.config.AgentFile;
import io.adit.agent.config.InvalidConfigException;
import io.adit.agent.health.Health;
import io.adit.agent.health.ServiceManager;
import io.adit.agent.mqtt.Patience;
import io.adit.peer.socket.EventLoops;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway and a relay that the test speaks for, and an agent between them. */
final class AgentFixture implements AfterEachCallback {
  static final String THING = "RemoteThing1";

  /** Comes back soon, and does not ask whether the gateway is there. */
  private static final Patience SOON =
      new Patience(
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMinutes(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  private final Vertx vertx = EventLoops.vertx(2);
  private final ScriptedBroker broker = new ScriptedBroker(vertx);
  private final ScriptedRelay relay = new ScriptedRelay(vertx);
  private final LogLines log = LogLines.begin();
  private final Path folder = newFolder();
  private Map<String, String> environment = Map.of();
  private Patience patience = SOON;
  private @Nullable Agent agent;

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("adit-agent");
      Resources.unpackBundle(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  Vertx vertx() {
    return vertx;
  }

  ScriptedBroker broker() {
    return broker;
  }

  ScriptedRelay relay() {
    return relay;
  }

  LogLines log() {
    return log;
  }

  AgentFixture withEnvironment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  AgentFixture withPatience(Patience newPatience) {
    patience = newPatience;
    return this;
  }

  /** Starts the agent with these further lines in its configuration. */
  Agent start(String... lines) throws Exception {
    configure(lines);
    agent =
        Agent.start(
            vertx, AgentFile.read(vertx, file()), patience, ServiceManager.of(environment, vertx));
    return agent;
  }

  /** Starts the agent, and returns the device as the gateway sees it once it has subscribed. */
  ScriptedBroker.Device connect(String... lines) throws Exception {
    start(lines);
    return broker.device();
  }

  /** Reads the configuration again with these further lines. */
  void reload(String... lines) throws IOException, InvalidConfigException {
    configure(lines);
    Waiting.await(agent().reload(AgentFile.read(vertx, file())));
  }

  Agent agent() {
    if (agent == null) {
      throw new IllegalStateException("no agent was started");
    }
    return agent;
  }

  Health health() {
    return Waiting.await(agent().look());
  }

  /** Looks again until the agent is so. */
  Health awaitHealth(Predicate<Health> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(Waiting.SECONDS).toNanos();
    Health health = health();
    while (!wanted.test(health)) {
      assertThat(System.nanoTime()).as("waiting while it is %s", health).isLessThan(end);
      Waiting.await(vertx.timer(10).mapEmpty());
      health = health();
    }
    return health;
  }

  Path file() {
    return folder.resolve("agent.yaml");
  }

  /** What a gateway tells of a tunnel. */
  static String notice(String token, String... services) {
    return "{\"clientAccessToken\":\"%s\",\"clientMode\":\"destination\",\"region\":\"eu-1\",\"services\":[\"%s\"]}"
        .formatted(token, String.join("\",\"", services));
  }

  private void configure(String... lines) throws IOException {
    Files.writeString(
        file(),
        """
        thing: %s
        endpoint: localhost:%d
        mqtt: localhost:%d
        certificate: device.pem
        key: device.key
        ca: ca.pem
        """
                .formatted(THING, relay.port(), broker.port())
            + String.join("\n", lines)
            + "\n");
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    Future<Void> ended = agent == null ? Future.succeededFuture() : agent.drain();
    Waiting.await(ended);
    broker.close();
    relay.close();
    Waiting.await(vertx.close());
    log.close();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
    Files.delete(folder);
  }
}
