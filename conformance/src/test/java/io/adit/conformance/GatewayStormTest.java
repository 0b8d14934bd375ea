package io.adit.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.devices.Authority;
import io.adit.conformance.devices.DeviceTls;
import io.adit.conformance.devices.MqttDevice;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.Handshake;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A thousand devices whose server is stopped and started. */
@Isolated("it takes all of the machine")
class GatewayStormTest {
  private static final int DEVICES = 1_000;

  /** So many were away when they should have been told, and so many are told while all come. */
  private static final int TUNNELS = 30;

  private static final int ADDRESSES = 100;

  @AutoClose final Stage stage = new Stage();

  private final Map<String, MqttDevice> devices = new TreeMap<>();
  private List<SSLSocketFactory> certificates = List.of();

  private static String name(int device) {
    return "thing-" + device;
  }

  @Test
  void allComeBackAndNobodyMissesAToken() throws IOException {
    // Given
    var server = AditProcess.start(stage);
    makeCertificates(server);
    connect(server, 0, DEVICES);
    awaitAll();
    for (int i = 0; i < TUNNELS; i++) {
      device(i).close();
    }
    open(server, 0);

    // When
    server.running().terminate();
    server.running().awaitExit(Within.seconds(30));
    var again = server.startAgain(stage);
    open(again, TUNNELS);
    connect(again, 0, TUNNELS);
    awaitAll();

    // Then
    for (int i = 0; i < 2 * TUNNELS; i++) {
      var token = awaitToken(device(i));
      Handshake.of("destination", token).acceptedBy(again).close();
    }
    assertThat(again.running().isAlive()).isTrue();
  }

  /** A few at each: many failures of one address are an attack to the gateway. */
  private static String address(int device) {
    return "127.0.1." + (1 + device % ADDRESSES);
  }

  private MqttDevice device(int number) {
    return requireNonNull(devices.get(name(number)));
  }

  private void makeCertificates(AditProcess server) throws IOException {
    var authority = new Authority("Operator");
    authority.register(server);
    var tls = new DeviceTls(server);
    certificates =
        IntStream.range(0, DEVICES)
            .parallel()
            .mapToObj(i -> tls.of(authority.issue(name(i))))
            .toList();
  }

  private void connect(AditProcess server, int from, int to) {
    for (int i = from; i < to; i++) {
      devices.put(
          name(i),
          stage.owns(
              MqttDevice.startFrom(address(i), name(i), certificates.get(i), server.mqttPort())));
    }
  }

  private static void open(AditProcess server, int from) {
    try (var client = AwsSdk.client(server)) {
      IntStream.range(from, from + TUNNELS).forEach(i -> AwsSdk.openTo(client, name(i)));
    }
  }

  private void awaitAll() {
    Within.seconds(60)
        .await(
            "all devices are connected",
            () -> Optional.of(devices).filter(all -> away(all).isEmpty()),
            () -> away(devices).size() + " are not: " + away(devices).stream().limit(5).toList());
  }

  private static List<MqttDevice> away(Map<String, MqttDevice> all) {
    return all.values().stream().filter(device -> !device.isSubscribed()).toList();
  }

  private static String awaitToken(MqttDevice device) {
    return Within.seconds(20)
        .await(
            "it is told a token",
            () -> Optional.of(device.tokens()).filter(told -> !told.isEmpty()),
            device::toString)
        .getLast();
  }
}
