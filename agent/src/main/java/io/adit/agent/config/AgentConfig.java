package io.adit.agent.config;

import io.adit.peer.socket.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an agent is told.
 *
 * @param thing the registered name of this device
 * @param relay null where each notify message's region names it, as on AWS
 * @param services what tunnels may reach here
 */
public record AgentConfig(
    String thing,
    Gateway gateway,
    Endpoint.@Nullable Tcp relay,
    SequencedMap<String, Endpoint> services,
    Manners manners) {

  public AgentConfig {
    services = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(services));
  }

  /**
   * Where notify messages come from.
   *
   * @param clientId of the MQTT session, which nobody else may use
   */
  public record Gateway(Endpoint.Tcp address, String clientId, Identity identity) {}

  /**
   * How the agent behaves.
   *
   * @param maxTunnels at once
   * @param drain how long open connections get when the agent is told to end
   * @param healthFile null for none
   * @param logLevel null for whatever is usual
   */
  public record Manners(
      int maxTunnels, Duration drain, @Nullable Path healthFile, @Nullable String logLevel) {}
}
