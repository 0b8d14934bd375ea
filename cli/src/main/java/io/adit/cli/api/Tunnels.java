package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ClientMode;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionState;
import software.amazon.awssdk.services.iotsecuretunneling.model.ConnectionStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.DestinationConfig;
import software.amazon.awssdk.services.iotsecuretunneling.model.ListTunnelsResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelRequest;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iotsecuretunneling.model.RotateTunnelAccessTokenResponse;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tag;
import software.amazon.awssdk.services.iotsecuretunneling.model.Tunnel;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelStatus;
import software.amazon.awssdk.services.iotsecuretunneling.model.TunnelSummary;

/**
 * The operations on tunnels that AWS and Adit have in common. Every failure is a {@link
 * CommandFailedException} with words for the user. Any thread may call.
 */
public final class Tunnels implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final int PAGE = 100;

  /** Which tokens a rotation replaces. */
  public enum Sides {
    SOURCE,
    DESTINATION,
    ALL
  }

  private final ApiAccess access;
  private final IoTSecureTunnelingClient client;

  public Tunnels(ApiAccess access) {
    this.access = access;
    this.client = TunnelApi.connect(access, PATIENCE);
  }

  /** Where the calls go. */
  public ApiAccess access() {
    return access;
  }

  /** A new tunnel. */
  public TunnelTokens open(NewTunnel wanted) {
    OpenTunnelRequest.Builder request = OpenTunnelRequest.builder();
    if (!wanted.description().isEmpty()) {
      request.description(wanted.description());
    }
    if (!wanted.services().isEmpty()) {
      request.destinationConfig(destination(wanted.thing(), wanted.services()));
    }
    Duration lifetime = wanted.lifetime();
    if (lifetime != null) {
      request.timeoutConfig(to -> to.maxLifetimeTimeoutMinutes((int) lifetime.toMinutes()));
    }
    if (!wanted.tags().isEmpty()) {
      request.tags(
          wanted.tags().entrySet().stream()
              .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
              .toList());
    }
    OpenTunnelResponse opened = call(api -> api.openTunnel(request.build()));
    return new TunnelTokens(
        opened.tunnelId(),
        opened.tunnelArn(),
        opened.sourceAccessToken(),
        opened.destinationAccessToken());
  }

  private static DestinationConfig destination(@Nullable String thing, List<String> services) {
    return DestinationConfig.builder().thingName(thing).services(services).build();
  }

  /** A tunnel, open or closed not long ago. */
  public TunnelFacts describe(String id) {
    return facts(call(api -> api.describeTunnel(request -> request.tunnelId(id))).tunnel());
  }

  /** The same, and empty where the service does not know it. */
  public Optional<TunnelFacts> find(String id) {
    try {
      return Optional.of(facts(client.describeTunnel(request -> request.tunnelId(id)).tunnel()));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  /**
   * The tunnels, the newest first, over all pages, or as many of them as are wanted.
   *
   * @param thing null for those of all things
   */
  public List<TunnelFacts.Summary> list(
      @Nullable String thing, Predicate<TunnelFacts.Summary> wanted, int most) {
    var found = new ArrayList<TunnelFacts.Summary>();
    String next = null;
    do {
      String token = next;
      ListTunnelsResponse page =
          call(api ->
              api.listTunnels(
                  request -> request.thingName(thing).maxResults(PAGE).nextToken(token)));
      page.tunnelSummaries().stream().map(Tunnels::summary).filter(wanted).forEach(found::add);
      next = page.nextToken();
    } while (next != null && !next.isEmpty() && found.size() < most);
    return found.size() > most ? List.copyOf(found.subList(0, most)) : found;
  }

  /**
   * New tokens in place of the old.
   *
   * @param told the tunnel whose thing is to be told of its new token; null: nobody is
   */
  public TunnelTokens rotate(String id, Sides sides, @Nullable TunnelFacts told) {
    RotateTunnelAccessTokenResponse rotated =
        call(api ->
            api.rotateTunnelAccessToken(request -> {
              request.tunnelId(id).clientMode(ClientMode.fromValue(sides.name()));
              if (told != null) {
                request.destinationConfig(destination(told.thing(), told.services()));
              }
            }));
    return new TunnelTokens(
        id, rotated.tunnelArn(), rotated.sourceAccessToken(), rotated.destinationAccessToken());
  }

  /**
   * Closes a tunnel. One that is not there any more is as good as closed.
   *
   * @param delete whether its record goes too
   * @param limit how long that may take
   */
  public void close(String id, boolean delete, Duration limit) {
    try {
      var _ =
          client.closeTunnel(request ->
              request
                  .tunnelId(id)
                  .delete(delete)
                  .overrideConfiguration(one -> one.apiCallTimeout(limit)));
    } catch (ResourceNotFoundException e) {
      // Somebody was quicker.
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T call(Function<IoTSecureTunnelingClient, T> operation) {
    try {
      return operation.apply(client);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private CommandFailedException failure(SdkException e) {
    return ApiFailure.of(access.endpoint(), e);
  }

  private static TunnelFacts.Summary summary(TunnelSummary tunnel) {
    return new TunnelFacts.Summary(
        tunnel.tunnelId(),
        tunnel.tunnelArn(),
        tunnel.status() == TunnelStatus.OPEN,
        Optional.ofNullable(tunnel.description()).orElse(""),
        tunnel.createdAt(),
        tunnel.lastUpdatedAt());
  }

  private static TunnelFacts facts(Tunnel tunnel) {
    DestinationConfig destination = tunnel.destinationConfig();
    Map<String, String> tags = new LinkedHashMap<>();
    tunnel.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return new TunnelFacts(
        new TunnelFacts.Summary(
            tunnel.tunnelId(),
            tunnel.tunnelArn(),
            tunnel.status() == TunnelStatus.OPEN,
            Optional.ofNullable(tunnel.description()).orElse(""),
            tunnel.createdAt(),
            tunnel.lastUpdatedAt()),
        destination == null ? null : destination.thingName(),
        destination == null ? List.of() : destination.services(),
        new TunnelFacts.Sides(
            link(tunnel.sourceConnectionState()), link(tunnel.destinationConnectionState())),
        Duration.ofMinutes(tunnel.timeoutConfig().maxLifetimeTimeoutMinutes()),
        tags);
  }

  private static TunnelFacts.Link link(@Nullable ConnectionState state) {
    Instant since = state == null ? null : state.lastUpdatedAt();
    return new TunnelFacts.Link(
        state != null && state.status() == ConnectionStatus.CONNECTED, since);
  }
}
