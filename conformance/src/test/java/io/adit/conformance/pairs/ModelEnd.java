package io.adit.conformance.pairs;

import io.adit.conformance.programs.ConnectedTunnel;
import io.adit.conformance.sockets.Cable;
import io.adit.models.App;
import io.adit.models.client.ClientVersion;
import io.adit.models.link.Access;
import io.adit.models.link.ModelProxy;
import io.adit.models.link.Run;
import io.adit.models.link.TlsConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A model client at an end. */
final class ModelEnd implements TunnelEnd {
  private static final String HOST = "localhost";

  private final ClientVersion version;
  private final Place place;
  private final SSLSocketFactory tls;
  private final Cable cable;
  private final OptionalInt appBytesPerSecond;
  private final List<ModelProxy> runs = new ArrayList<>();

  private ModelEnd(
      ClientVersion version,
      Place place,
      SSLSocketFactory tls,
      Cable cable,
      OptionalInt appBytesPerSecond) {
    this.version = version;
    this.place = place;
    this.tls = tls;
    this.cable = cable;
    this.appBytesPerSecond = appBytesPerSecond;
  }

  /**
   * Starts it and waits until it is connected.
   *
   * @param appBytesPerSecond how fast its applications read
   */
  static ModelEnd connect(
      ClientVersion version,
      Place place,
      SSLSocketFactory tls,
      int serverPort,
      OptionalInt appBytesPerSecond) {
    var end = new ModelEnd(version, place, tls, new Cable(serverPort), appBytesPerSecond);
    end.start();
    return end;
  }

  private void start() {
    var run = new Run(version, place.services(), place.seeds(), appBytesPerSecond);
    @Nullable String clientToken =
        version.hasClientToken() ? ConnectedTunnel.newClientToken() : null;
    var access =
        new Access(new TlsConnector(tls, HOST, cable.port()), HOST, place.nextToken(), clientToken);
    runs.add(
        place.isSource()
            ? ModelProxy.source(run, access, place.monitor())
            : ModelProxy.destination(run, access, place.monitor()));
    awaitLinks(1);
  }

  private void awaitLinks(int count) {
    var run = run();
    place.await(
        version + " has link " + count,
        () -> run.links() >= count || run.exitCode().isPresent(),
        () -> run.notes().toString());
  }

  /** The latest. */
  ModelProxy run() {
    return runs.getLast();
  }

  @Override
  public Optional<App> open(String service) {
    return run().open(service);
  }

  @Override
  public List<App> arrived(String service) {
    return runs.stream().flatMap(run -> run.apps(service).stream()).toList();
  }

  /** One without a client token cannot come back: it is started with a token of its own. */
  @Override
  public void replace() {
    if (version.hasClientToken()) {
      int links = run().links();
      cable.cut();
      awaitLinks(links + 1);
    } else {
      start();
    }
  }

  @Override
  public List<String> harm() {
    return runs.stream().flatMap(run -> run.harm().stream()).toList();
  }

  @Override
  public void close() {
    runs.forEach(ModelProxy::close);
    cable.close();
  }
}
