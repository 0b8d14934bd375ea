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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import javax.net.ssl.SSLSocketFactory;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;

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

  /** Takes the place; returns when it is connected. */
  TunnelEnd connect(Participant who, Place place) {
    return switch (who.kind()) {
      case MODEL -> model(who, place, OptionalInt.empty());
      case ADIT_PROXY, OFFICIAL -> program(who, place);
    };
  }

  /**
   * @param appBytesPerSecond how fast its applications read
   */
  ModelEnd model(Participant who, Place place, OptionalInt appBytesPerSecond) {
    return ModelEnd.connect(who.like(), place, tls, process.port(), appBytesPerSecond);
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
