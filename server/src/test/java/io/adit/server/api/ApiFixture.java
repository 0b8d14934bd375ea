package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.api.access.AccessOperations;
import io.adit.server.api.iot.DeviceEndpoints;
import io.adit.server.api.iot.IotService;
import io.adit.server.api.own.OwnService;
import io.adit.server.api.sts.StsService;
import io.adit.server.api.tunneling.TunnelingService;
import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeys;
import io.adit.server.auth.Authenticator;
import io.adit.server.auth.RequestSigner;
import io.adit.server.auth.Role;
import io.adit.server.auth.SettableClock;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.diagnosis.TunnelView;
import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import io.adit.server.policy.Place;
import io.adit.server.principal.PolicyBook;
import io.adit.server.principal.Principals;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAccessKeys;
import io.adit.server.store.SqlDeviceCertificates;
import io.adit.server.store.SqlPolicies;
import io.adit.server.store.SqlThingGroups;
import io.adit.server.store.SqlThings;
import io.adit.server.store.SqlTunnels;
import io.adit.server.store.SqlUsers;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.thing.ThingGroups;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.user.User;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole API on a database of its own, and an administrator who signs requests to it. */
final class ApiFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-24T12:00:00.123Z");

  private static final Place PLACE = new Place("aws", "us-east-1", "000000000000");

  final SettableClock clock = new SettableClock(START);
  final TunnelRegistry tunnels;
  final PolicyBook book;
  final AccessKeys keys;
  final Principals principals;
  final IotService iot;
  final DeviceRegistry devices;
  final ApiDispatcher api;

  private final List<CallReport> reports = new ArrayList<>();
  private TunnelView view = TunnelView.withoutLinks(List.of());
  private int policies;
  private final Database database;
  private final SqlAccessKeys storedKeys;
  private final RequestSigner signer;

  ApiFixture(Path folder) {
    SecureRandom random = new SecureRandom();
    database = new Database(folder.resolve("adit.db"));
    SecretBox secretBox = new SecretBox(folder.resolve("secret.key"), random);
    storedKeys = new SqlAccessKeys(database, secretBox, clock);
    keys = new AccessKeys(storedKeys, random, clock);
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
    ThingGroups groups = new ThingGroups(new SqlThingGroups(database), clock, random);
    book = new PolicyBook(new SqlPolicies(database), PLACE, clock);
    AwsAccount account = new AwsAccount("us-east-1", "000000000000");
    Doctor doctor = new Doctor(tunnels, this::view, _ -> Optional.empty(), clock);
    Subjects subjects = new Subjects(account, tunnels, groups::of);
    principals = new Principals(book, PLACE, clock);
    iot = new IotService(devices, groups, new DeviceEndpoints(null, () -> 8883), subjects);
    api =
        new ApiDispatcher(
            new Authenticator(keys, principals, "us-east-1", clock),
            List.of(
                new StsService(account),
                new OwnService(
                    doctor,
                    devices.trust(),
                    new AccessOperations(book, principals, keys, subjects),
                    List.of()),
                new TunnelingService(tunnels, null, subjects),
                iot),
            reports::add);
    signer = new RequestSigner(keys.administrator());
  }

  /** What was reported of calls until now. */
  List<CallReport> reports() {
    return List.copyOf(reports);
  }

  /** A user with a role, made as {@code adit user add} does; returns a key. */
  AccessKey user(String name, Role role) {
    new SqlUsers(database).insertWithoutPassword(new User(name, role, START));
    return keys.create(name);
  }

  /** Gives a user a policy of its own. */
  void allow(String user, String document) {
    String name = "policy-" + ++policies;
    book.create(name, document);
    book.attach(name, user);
  }

  /** Status and body of the answer to a request that another signed. */
  String call(AccessKey key, String operation, String body) {
    return text(api.handle(new RequestSigner(key).sign(clock.instant(), operation, body)));
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
