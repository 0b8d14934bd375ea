package io.adit.cli.agent;

import io.adit.agent.Agent;
import io.adit.agent.config.AgentConfig;
import io.adit.agent.config.AgentFile;
import io.adit.agent.config.InvalidConfigException;
import io.adit.agent.health.ServiceManager;
import io.adit.agent.mqtt.Patience;
import io.adit.cli.ExitCode;
import io.adit.cli.Logging;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One agent as the whole of a process. */
final class AgentRun {
  private static final String LOG_VARIABLE = "ADIT_LOG";

  private final Vertx vertx;
  private final Path file;
  private final Map<String, String> environment;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  AgentRun(Vertx vertx, Path file, Map<String, String> environment) {
    this.vertx = vertx;
    this.file = file;
    this.environment = environment;
  }

  /** Runs until a signal ends it, and returns the exit code. */
  int run() throws InvalidConfigException, InterruptedException {
    AgentConfig config = read();
    setLevel(config);
    Agent agent =
        Agent.start(vertx, config, Patience.DEFAULT, ServiceManager.of(environment, vertx));
    Signals.HUP.handle(() -> reload(agent));
    Signals.TERM.handle(() -> end(agent, Signals.TERM));
    Signals.INT.handle(() -> end(agent, Signals.INT));
    ended.await();
    return ExitCode.OK;
  }

  private AgentConfig read() throws InvalidConfigException {
    return AgentFile.read(vertx, file);
  }

  private void reload(Agent agent) {
    try {
      AgentConfig changed = read();
      setLevel(changed);
      agent.reload(changed);
    } catch (InvalidConfigException e) {
      agent.onBadConfig(e.text());
    }
  }

  /** The first signal drains, the second does not wait. */
  private void end(Agent agent, Signals signal) {
    if (ending.compareAndSet(false, true)) {
      agent.drain().onComplete(_ -> ended.countDown());
    } else {
      Runtime.getRuntime().halt(signal.exitCode());
    }
  }

  private void setLevel(AgentConfig config) {
    String level = config.manners().logLevel();
    if (!environment.containsKey(LOG_VARIABLE)) {
      Logging.setLevel(level == null ? "info" : level);
    }
  }
}
