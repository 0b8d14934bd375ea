package io.adit.cli.demo;

import io.adit.agent.Agent;
import io.adit.agent.config.AgentConfig;
import io.adit.agent.health.Health;
import io.adit.agent.health.ServiceManager;
import io.adit.agent.mqtt.Patience;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The agent of the demo's device, as {@code adit agent} would run it. */
final class DemoAgent implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;
  private static final long LOOK_MILLIS = 20;

  private final Agent agent;

  private DemoAgent(Agent agent) {
    this.agent = agent;
  }

  static DemoAgent start(Vertx vertx, AgentConfig config) {
    return new DemoAgent(
        Agent.start(vertx, config, Patience.DEFAULT, ServiceManager.of(Map.of(), vertx)));
  }

  /** Waits until the gateway has let it in. */
  void awaitConnected() throws InterruptedException, IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    Health health = agent.look().await();
    while (health.state() != Health.State.CONNECTED) {
      if (System.nanoTime() - end >= 0) {
        throw new IOException("the agent is not connected: " + health.text());
      }
      Thread.sleep(LOOK_MILLIS);
      health = agent.look().await();
    }
  }

  @Override
  public void close() {
    agent.drain().await();
  }
}
