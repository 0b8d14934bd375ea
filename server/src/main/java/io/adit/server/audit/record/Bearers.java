package io.adit.server.audit.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.read.AuditFilter;
import io.adit.server.audit.read.AuditReader;
import io.adit.server.tunnel.ClientMode;
import io.adit.server.tunnel.DestinationConfig;
import io.adit.server.tunnel.Initiator;
import io.adit.server.tunnel.OpenedTunnel;
import io.adit.server.tunnel.RotatedTokens;
import io.adit.server.tunnel.TunnelListener;
import io.adit.wire.Side;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was given a tunnel's source token last: whoever connects with it is that user, or has it from
 * them. A device has its token from the server, on behalf of nobody. For any thread; never waits.
 */
public final class Bearers implements TunnelListener {
  private static final Logger LOG = LoggerFactory.getLogger(Bearers.class);

  /** With some 150 bytes each, about 15 MB; the tunnel that was changed last stays longest. */
  private static final int MOST = 100_000;

  private static final int PAGE = 1_000;

  /** As long as a tunnel can last. */
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Map<String, String> ofSources = new LinkedHashMap<>();

  @Override
  public void onOpened(OpenedTunnel opened) {
    Initiator.current().ifPresent(user -> put(opened.tunnel().tunnelId(), user));
  }

  @Override
  public void onRotated(
      RotatedTokens rotated, ClientMode mode, @Nullable DestinationConfig notified) {
    if (mode.includes(Side.SOURCE)) {
      Initiator.current().ifPresent(user -> put(rotated.tunnel().tunnelId(), user));
    }
  }

  /** Learns from the log what a server that ran before this one knew. Blocks on the disk. */
  public void recall(AuditReader reader, Instant now) {
    var filter =
        new AuditFilter(null, null, null, AuditEvent.API_CALL.wireName(), now.minus(LONGEST), null);
    try {
      Long before = Long.MAX_VALUE;
      while (before != null) {
        AuditReader.Page page = reader.before(before, filter, PAGE);
        page.lines().forEach(line -> recall(line.tree()));
        before = page.next();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Who opened the tunnels that are there cannot be read from the audit log", e);
    }
  }

  /** The user of a side; null: none is known. */
  @Nullable String of(String tunnelId, Side side) {
    if (side != Side.SOURCE) {
      return null;
    }
    synchronized (ofSources) {
      return ofSources.get(tunnelId);
    }
  }

  private void put(String tunnelId, String user) {
    synchronized (ofSources) {
      ofSources.remove(tunnelId);
      ofSources.put(tunnelId, user);
      if (ofSources.size() > MOST) {
        ofSources.remove(ofSources.keySet().iterator().next());
      }
    }
  }

  /** The newest come first, and what happened since is newer than all of them. */
  private void recall(JsonNode call) {
    String mode = call.path("parameters").path("clientMode").asText();
    boolean isGiven =
        switch (call.path("operation").asText()) {
          case "OpenTunnel" -> true;
          case "RotateTunnelAccessToken" -> !mode.equals(ClientMode.DESTINATION.name());
          default -> false;
        };
    if (isGiven && call.path("outcome").asText().equals("done") && call.has("tunnelId")) {
      synchronized (ofSources) {
        if (ofSources.size() < MOST) {
          ofSources.putIfAbsent(call.path("tunnelId").asText(), call.path("user").asText());
        }
      }
    }
  }
}
