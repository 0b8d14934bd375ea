package io.adit.server;

import io.adit.server.ServerOptions.Mqtt;
import io.adit.server.api.ApiDispatcher;
import io.adit.server.api.ApiService;
import io.adit.server.api.AwsAccount;
import io.adit.server.api.CallListener;
import io.adit.server.api.NamedCalls;
import io.adit.server.api.iot.DeviceEndpoints;
import io.adit.server.api.iot.IotService;
import io.adit.server.api.own.OwnService;
import io.adit.server.api.sts.StsService;
import io.adit.server.api.tunneling.TunnelingService;
import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeys;
import io.adit.server.auth.Authenticator;
import io.adit.server.console.Console;
import io.adit.server.console.ConsoleFacts;
import io.adit.server.console.ConsoleParts;
import io.adit.server.diagnosis.Doctor;
import io.adit.server.history.TunnelHistory;
import io.adit.server.http.EventLoops;
import io.adit.server.http.Routes;
import io.adit.server.http.TlsMaterial;
import io.adit.server.http.TlsPort;
import io.adit.server.http.TlsPortOptions;
import io.adit.server.oidc.OidcOptions;
import io.adit.server.oidc.OidcSignIn;
import io.adit.server.principal.PolicyBook;
import io.adit.server.relay.Relay;
import io.adit.server.relay.RelayOptions;
import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import io.adit.server.store.Database;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.SqlAccessKeys;
import io.adit.server.store.SqlDeviceCertificates;
import io.adit.server.store.SqlThingGroups;
import io.adit.server.store.SqlThingSearch;
import io.adit.server.store.SqlThings;
import io.adit.server.store.SqlTunnelHistory;
import io.adit.server.store.SqlTunnelSearch;
import io.adit.server.store.SqlTunnels;
import io.adit.server.thing.DeviceRegistry;
import io.adit.server.thing.ThingGroups;
import io.adit.server.tls.DeviceSigner;
import io.adit.server.tls.IssuedCertificates;
import io.adit.server.tls.TlsIdentity;
import io.adit.server.tls.TlsProblem;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelGuard;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import io.adit.server.tunnel.TunnelSweeper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One running Adit server: the only place where its parts are wired. */
public final class AditServer implements AutoCloseable {
  private static final long STOP_SECONDS = 5;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Parts parts;
  private final ServerOptions options;
  private final DataFolder folder;
  private final boolean firstStart;
  private final AdministratorKey administrator;
  private final Optional<String> firstCode;
  private final RunningServer running;

  private AditServer(ServerOptions options, Clock clock, Parts parts) throws IOException {
    this.options = options;
    this.clock = clock;
    this.parts = parts;
    this.folder = parts.add(DataFolder.open(options.data()));
    this.firstStart = folder.isNew();
    var box = new SecretBox(folder.secretKey(), options.operations().masterKey(), random);
    var certificate =
        new ServerCertificate(
            new IssuedCertificates(folder.path(), box, clock, random), options, clock);
    TlsIdentity identity = certificate.identity();
    folder.requireWhole();
    Database database = parts.add(new Database(folder.database()));
    RunningServer.remove(folder.path());
    AuditParts audit = parts.add(AuditParts.open(options.audit(), folder, box, database, clock));
    var accessKeys = new AccessKeys(new SqlAccessKeys(database, box, clock), random, clock);
    this.administrator = administrator(accessKeys, box);
    DeviceRegistry devices = devices(database, box);
    LimitParts limits = LimitParts.of(options.limits().quotas(), database, parts, clock);
    TunnelRegistry registry = registry(database, limits);
    var material = new TlsMaterial(identity.chainPem(), identity.keyPem());
    Vertx vertx = EventLoops.start(options.limits().strangers().limits(), limits.links()::isFlood);
    parts.add(() -> stop(vertx));
    TunnelHistory history = parts.add(TunnelHistory.start(new SqlTunnelHistory(database), clock));
    registry.addListener(history);
    Monitoring monitoring = parts.add(Monitoring.of(options.operations(), version()));
    Relay relay = parts.add(new Relay(registry, relayOptions(), limits.links(), vertx));
    limits.tell(relay);
    monitoring.watch(relay);
    relay.tell(history);
    registry.addListener(relay);
    audit.hear(registry, relay);
    audit.deliver(options.audit(), options.identity(), parts);
    parts.add(new TunnelSweeper(registry, clock));
    // Behind the relay: an old link is ended before its device hears of a new token.
    ThingNotices notices =
        parts.add(ThingNotices.start(options, material, devices, registry, audit.devices(), vertx));
    var groups = new ThingGroups(new SqlThingGroups(database), clock, random);
    PolicyBook policies = AccessParts.book(database, account(), clock);
    policies.logStrays();
    var access = AccessParts.of(policies, accessKeys, account(), registry, groups, clock);
    relay.guard(access.gate());
    var tunnels = new TunnelParts(registry, relay, notices, history, limits, access);
    List<ApiService> services = services(devices, groups, tunnels);
    CallListener calls = monitoring.with(limits, audit.calls());
    var api =
        new ApiDispatcher(
            new Authenticator(accessKeys, access.principals(), options.identity().region(), clock),
            services,
            calls);
    var userParts = UserParts.of(database, box, parts, clock, random);
    this.firstCode = options.oidc() == null ? userParts.codes().whileNobodyIs() : Optional.empty();
    Console console =
        parts.add(
            Console.start(
                console(
                    database,
                    new NamedCalls(services, calls),
                    userParts,
                    tunnels,
                    audit,
                    certificate.trusted(identity)),
                clock));
    var health =
        new ServerHealth(
            List.of(SelfCheck.start(database, parts), audit::problem),
            notices,
            folder.path(),
            certificate::end,
            clock);
    monitoring.watch(database, vertx, health, clock);
    TlsPort port =
        listen(
            vertx,
            new Routes(monitoring.traced(api), relay, health, console, monitoring.page()),
            material);
    parts.add(
        CertificateRenewal.start(
            certificate, List.of(port::reload, notices::reload), identity.leaf()));
    this.running = announce(identity, certificate.trusted(identity), port.port(), notices.port());
  }

  /** What has to do with tunnels. */
  private record TunnelParts(
      TunnelRegistry registry,
      Relay relay,
      ThingNotices notices,
      TunnelHistory history,
      LimitParts limits,
      AccessParts access) {}

  /**
   * Starts a server; on return it serves.
   *
   * @throws StartupException in words for the operator
   */
  public static AditServer start(ServerOptions options) {
    return start(options, Clock.systemUTC());
  }

  /** The same by a clock that may be set. */
  static AditServer start(ServerOptions options, Clock clock) {
    var parts = new Parts();
    try {
      return new AditServer(options, clock, parts);
    } catch (DatabaseException | SecretBoxException | TlsProblem e) {
      parts.close();
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      parts.close();
      throw new StartupException("The data folder " + options.data() + ": " + e, e);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /** Where it is to be found. */
  public RunningServer endpoint() {
    return running;
  }

  /** The data folder, absolute. */
  public Path data() {
    return folder.path();
  }

  /** The key that the first start made. */
  public AdministratorKey administrator() {
    return administrator;
  }

  /** Where the first administrator is made, once; empty: somebody can sign in already. */
  public Optional<String> firstLink() {
    return firstCode.map(code -> ConsoleUsers.link(running, code));
  }

  /** Whether the data folder held no database before. */
  public boolean isFirstStart() {
    return firstStart;
  }

  /** Cuts all connections, without close frames, so that proxies come back to the next start. */
  @Override
  public void close() {
    parts.close();
  }

  private AdministratorKey administrator(AccessKeys accessKeys, SecretBox box) throws IOException {
    AccessKey key = accessKeys.administrator();
    var current = new AdministratorKey(key.id(), key.secret());
    Optional<AdministratorKey> kept = AdministratorKey.find(folder.path(), box);
    if (!kept.equals(Optional.of(current))) {
      current.write(folder.path(), box);
    }
    return current;
  }

  private DeviceRegistry devices(Database database, SecretBox box) {
    return new DeviceRegistry(
        new SqlThings(database),
        new SqlDeviceCertificates(database),
        DeviceSigner.open(folder.path(), box, clock, random),
        clock,
        random);
  }

  private TlsPort listen(Vertx vertx, Routes routes, TlsMaterial material) {
    var listener = options.listener();
    try {
      return parts.add(
          TlsPort.open(
              vertx, TlsPortOptions.at(listener.bind(), listener.port()), material, routes));
    } catch (IOException e) {
      throw PortProblem.explain("--port", listener, e);
    }
  }

  private RelayOptions relayOptions() {
    var links = options.links();
    var defaults = RelayOptions.DEFAULT;
    return new RelayOptions(
        links.destinationWait(),
        defaults.limits(),
        new RelayOptions.Links(
            defaults.links().highWaterBytes(),
            defaults.links().linger(),
            links.officialClientRate()),
        links.allowedOrigins());
  }

  private AwsAccount account() {
    return new AwsAccount(options.identity().region(), options.identity().account());
  }

  private ConsoleParts console(
      Database database,
      NamedCalls calls,
      UserParts users,
      TunnelParts tunnels,
      AuditParts audit,
      @Nullable Path trusted)
      throws IOException {
    String caPem = trusted == null ? null : Files.readString(trusted);
    OidcOptions oidc = options.oidc();
    return new ConsoleParts(
        calls,
        new ConsoleParts.People(
            users.users(),
            users.sessions(),
            users.codes(),
            users.browsers(),
            tunnels.access().principals(),
            oidc == null ? null : new OidcSignIn(oidc, random, System::nanoTime)),
        new ConsoleParts.Tunnels(
            tunnels.registry(),
            new SqlTunnelSearch(database),
            tunnels.relay(),
            tunnels.history(),
            tunnels.access().subjects()),
        new ConsoleParts.Things(new SqlThingSearch(database), tunnels.notices().presence()),
        audit.forConsole(),
        new ConsoleFacts(account(), version(), tunnels.notices().port(), caPem));
  }

  static String version() {
    return Optional.ofNullable(AditServer.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  private List<ApiService> services(
      DeviceRegistry devices, ThingGroups groups, TunnelParts tunnels) {
    AwsAccount account = account();
    String publicName = options.certificates().publicNames().stream().findFirst().orElse(null);
    Integer mqttPort = tunnels.notices().port();
    var endpoints =
        new DeviceEndpoints(publicName, () -> mqttPort == null ? Mqtt.USUAL_PORT : mqttPort);
    return List.of(
        new StsService(account),
        new OwnService(
            new Doctor(tunnels.registry(), tunnels.relay(), tunnels.notices(), clock),
            devices.trust(),
            tunnels.access().operations(),
            tunnels.limits().operations(clock)),
        new TunnelingService(
            tunnels.registry(),
            options.limits().strictThings() ? devices.things() : null,
            tunnels.access().subjects()),
        new IotService(devices, groups, endpoints, tunnels.access().subjects()));
  }

  private TunnelRegistry registry(Database database, TunnelGuard guard) {
    var identity = options.identity();
    var limits = options.limits();
    var registry =
        new TunnelRegistry(
            new SqlTunnels(database),
            clock,
            random,
            new TunnelArns(identity.region(), identity.account()),
            new TunnelLimits(
                limits.maxServices(),
                limits.closedRetention(),
                TunnelLimits.DEFAULT.tagsPerTunnel(),
                guard));
    registry.disconnectAll();
    return registry;
  }

  private RunningServer announce(
      TlsIdentity identity, @Nullable Path trusted, int port, @Nullable Integer mqttPort)
      throws IOException {
    String host = EndpointHost.inUrl(EndpointHost.choose(options, identity.names()));
    var announced =
        new RunningServer(
            "https://" + host + ":" + port,
            host,
            port,
            mqttPort,
            ProcessHandle.current().pid(),
            trusted == null ? null : trusted.toString(),
            options.identity().region(),
            options.identity().account(),
            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    announced.write(folder.path());
    parts.add(() -> RunningServer.remove(folder.path()));
    return announced;
  }

  private static void stop(Vertx vertx) throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
