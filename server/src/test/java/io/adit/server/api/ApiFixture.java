package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.api.iot.DeviceEndpoints;
import io.adit.server.api.iot.IotService;
import io.adit.server.api.own.OwnService;
import io.adit.server.api.sts.StsService;
import io.adit.server.api.tunneling.TunnelingService;
import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeys;
import io.adit.server.auth.Authenticator;
import io.adit.server.auth.RequestSigner;
import io.adit.server.auth.SettableClock;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAccessKeys;
import io.adit.server.store.SqlDeviceCertificates;
import io.adit.server.store.SqlThings;
import io.adit.server.store.SqlTunnels;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole API on a database of its own, and an administrator who signs requests to it. */
final class ApiFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-24T12:00:00.123Z");

  final SettableClock clock = new SettableClock(START);
  final TunnelRegistry tunnels;
  final DeviceRegistry devices;
  final ApiDispatcher api;

  private final List<CallReport> reports = new ArrayList<>();
  private TunnelView view = TunnelView.withoutLinks(List.of());
  private final Database database;
  private final SqlAccessKeys storedKeys;
  private final RequestSigner signer;

  ApiFixture(Path folder) {
    SecureRandom random = new SecureRandom();
    database = new Database(folder.resolve("adit.db"));
    SecretBox secretBox = new SecretBox(folder.resolve("secret.key"), random);
    storedKeys = new SqlAccessKeys(database, secretBox, clock);
    AccessKeys keys = new AccessKeys(storedKeys, random, clock);
    tunnels =
        new TunnelRegistry(
            new SqlTunnels(database),
            clock,
            random,
            new TunnelArns("us-east-1", "000000000000"),
            TunnelLimits.DEFAULT);
    devices =
        new DeviceRegistry(
            new SqlThings(database),
            new SqlDeviceCertificates(database),
            DeviceSigner.open(folder, secretBox, clock, random),
            clock,
            random);
    AwsAccount account = new AwsAccount("us-east-1", "000000000000");
    Doctor doctor = new Doctor(tunnels, this::view, _ -> Optional.empty(), clock);
    api =
        new ApiDispatcher(
            new Authenticator(keys, "us-east-1", clock),
            List.of(
                new StsService(account),
                new OwnService(doctor, devices.trust()),
                new TunnelingService(tunnels, null),
                new IotService(devices, account, new DeviceEndpoints(null, () -> 8883))),
            reports::add);
    signer = new RequestSigner(keys.administrator());
  }

  /** What was reported of calls until now. */
  List<CallReport> reports() {
    return List.copyOf(reports);
  }

  /** From now on the data plane knows this of every tunnel. */
  void knowing(TunnelView known) {
    view = known;
  }

  private TunnelView view(String tunnelId) {
    return view;
  }

  void store(AccessKey key) {
    storedKeys.insert(key);
  }

  ApiRequest sign(String operation, String body) {
    return signer.sign(clock.instant(), operation, body);
  }

  /** Status and body of the answer to a signed request. */
  String call(String operation, String body) {
    return text(api.handle(sign(operation, body)));
  }

  /**
   * Status and body of the answer to a signed request of AWS IoT.
   *
   * @param target path and query, encoded
   * @param principal the header of this name; empty: none
   */
  String iot(String method, String target, String principal, String body) {
    return text(api.handle(signIot(method, target, principal, body)));
  }

  ApiRequest signIot(String method, String target, String principal, String body) {
    return signer.signIot(clock.instant(), method, target, principal, body);
  }

  /** Status and body of the answer to a signed form of AWS STS. */
  String sts(String form) {
    return text(api.handle(signer.signSts(clock.instant(), form)));
  }

  /** The same, as another caller signs it. */
  String sts(AccessKey key, String form) {
    return text(api.handle(new RequestSigner(key).signSts(clock.instant(), form)));
  }

  /** Status, the error's type where a header has it, and body. */
  static String text(ApiResponse response) {
    String type = response.headers().get("x-amzn-ErrorType");
    return response.status()
        + (type == null ? " " : " " + type + " ")
        + new String(response.body(), UTF_8);
  }

  @Override
  public void close() {
    database.close();
  }
}
