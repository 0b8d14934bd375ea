package io.adit.conformance.pairs;

import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.programs.OfficialLocalproxy;
import io.adit.conformance.programs.Ports;
import io.adit.conformance.programs.ProxyProcess;
import io.adit.conformance.programs.Running;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.sockets.Cable;
import io.adit.conformance.sockets.TlsConnection;
import io.adit.models.link.Monitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.ClientMode;

/** A running server, and how each participant connects to it. */
public final class PairServer {
  private final Stage stage;
  private final AditProcess process;
  private final IoTSecureTunnelingClient client;
  private final SSLSocketFactory tls;

  public PairServer(Stage stage, AditProcess process) {
    this.stage = stage;
    this.process = process;
    this.client = stage.owns(AwsSdk.client(process));
    this.tls = TlsConnection.trusting(process);
  }

  IoTSecureTunnelingClient client() {
    return client;
  }

  /**
   * A tunnel with these two, connected.
   *
   * @param appBytesPerSecond how fast applications read at a model
   */
  public PairTunnel open(
      List<String> services,
      Participant source,
      Participant destination,
      OptionalInt appBytesPerSecond) {
    var tokens = SideTokens.open(client, services);
    var monitor = new Monitor();
    var seeds = new AtomicLong();
    var to = new Place(ClientMode.DESTINATION, services, tokens, monitor, seeds::incrementAndGet);
    var from = new Place(ClientMode.SOURCE, services, tokens, monitor, seeds::incrementAndGet);
    var destinationEnd = connect(destination, to, appBytesPerSecond);
    return new PairTunnel(connect(source, from, appBytesPerSecond), destinationEnd, monitor);
  }

  /** Takes the place; returns when it is connected. */
  TunnelEnd connect(Participant who, Place place, OptionalInt appBytesPerSecond) {
    return switch (who.kind()) {
      case MODEL -> ModelEnd.connect(who.like(), place, tls, process.port(), appBytesPerSecond);
      case ADIT_PROXY, OFFICIAL -> program(who, place);
    };
  }

  private TunnelEnd program(Participant who, Place place) {
    var cable = stage.owns(new Cable(process.port()));
    var sourcePorts = new LinkedHashMap<String, Integer>();
    place.applicationServices().forEach(service -> sourcePorts.put(service, Ports.free()));
    var end = new ProgramEnd.Builder(who, place, cable, sourcePorts);
    return end.of(start(who, place, cable.port(), end.mapping()));
  }

  private Running start(Participant who, Place place, int port, String mapping) {
    var option = place.isSource() ? "-s" : "-d";
    var variables =
        Map.of(
            "AWSIOT_TUNNEL_ACCESS_TOKEN",
            place.nextToken(),
            "AWSIOT_TUNNEL_ENDPOINT",
            "localhost:" + port);
    return who.kind() == Participant.Kind.OFFICIAL
        ? OfficialLocalproxy.start(
            stage, process, variables, option, mapping, "-i", ConnectedTunnel.newClientToken())
        : ProxyProcess.launch(stage, process, variables, option, mapping).running();
  }
}
