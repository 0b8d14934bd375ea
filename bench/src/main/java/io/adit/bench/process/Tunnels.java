package io.adit.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.SignedCalls;

/** Tunnels of a server, opened and deleted through its API. */
public final class Tunnels implements AutoCloseable {
  private final SignedCalls api;

  public Tunnels(ApiAccess access) {
    this.api = new SignedCalls(access);
  }

  /** An open tunnel. Both tokens are secrets. */
  public record Tunnel(String id, String sourceToken, String destinationToken) {
    @Override
    public String toString() {
      return "Tunnel[" + id + "]";
    }
  }

  /** Opens one with this service and no thing. */
  public Tunnel open(String service) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.putObject("destinationConfig").putArray("services").add(service);
    JsonNode answer = api.call("IoTSecuredTunneling.OpenTunnel", input);
    return new Tunnel(
        answer.path("tunnelId").asText(),
        answer.path("sourceAccessToken").asText(),
        answer.path("destinationAccessToken").asText());
  }

  /** Closes it and forgets it. */
  public void delete(Tunnel tunnel) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    api.call(
        "IoTSecuredTunneling.CloseTunnel", input.put("tunnelId", tunnel.id()).put("delete", true));
  }

  @Override
  public void close() {
    api.close();
  }
}
