package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells where devices find the server. As AWS's, the answer for {@code iot:Data} is a host without
 * a port; Adit's own two types have it.
 */
final class DescribeEndpoint implements IotOperation<DescribeEndpoint.Input> {
  private static final String MQTT = "adit:Mqtt";
  private static final String TUNNELS = "adit:Tunnels";

  private static final List<String> HOSTS =
      List.of("iot:Data", "iot:Data-ATS", "iot:Data-Beta", "iot:Jobs");
  private static final List<String> TYPES =
      Stream.concat(HOSTS.stream(), Stream.of(MQTT, TUNNELS)).toList();

  private final DeviceEndpoints endpoints;

  record Input(@Nullable String endpointType, String hostHeader) {}

  DescribeEndpoint(DeviceEndpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Route route() {
    return Route.of("DescribeEndpoint", "GET", "/endpoint");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String type = call.query("endpointType");
    violations.oneOf("endpointType", type, TYPES);
    return new Input(type, Objects.requireNonNullElse(call.header("host"), ""));
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Map<String, String> run(Caller caller, Input input) {
    String host = input.hostHeader();
    return Map.of(
        "endpointAddress",
        switch (input.endpointType()) {
          case MQTT -> endpoints.mqtt(host);
          case TUNNELS -> endpoints.tunnels(host);
          case null, default -> endpoints.host(host);
        });
  }
}
