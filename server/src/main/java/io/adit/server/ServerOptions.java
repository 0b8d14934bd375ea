package io.adit.server;

import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.deliver.WebhookOptions;
import io.adit.server.broker.BrokerOptions;
import io.adit.server.flow.Rate;
import io.adit.server.limit.LimitOptions;
import io.adit.server.oidc.OidcOptions;
import io.adit.server.relay.RelayOptions;
import io.adit.server.tls.GivenCertificates;
import io.adit.server.tls.HostNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may choose. Values are checked here; an {@link InvalidOptionException} names the
 * option as flags, configuration file and environment spell it.
 *
 * @param data the data folder
 * @param oidc where people may sign in beside here; null: nowhere
 */
public record ServerOptions(
    Path data,
    Listener listener,
    Identity identity,
    Certificates certificates,
    Limits limits,
    Links links,
    Mqtt mqtt,
    @Nullable OidcOptions oidc,
    OperationsOptions operations,
    AuditOptions audit) {

  public ServerOptions {
    if (oidc != null) {
      require(
          "oidc-issuer",
          OidcOptions.isSafe(oidc.issuer()),
          quoted(oidc.issuer())
              + " is no provider of identities: give its https URL, as its tokens have it");
    }
    checkAudit(audit);
  }

  private static void checkAudit(AuditOptions audit) {
    Duration retention = audit.retention();
    require(
        "audit-retention",
        retention == null || retention.compareTo(Duration.ofDays(1)) >= 0,
        "the audit log is kept for at least a day: give 1d or more, or off to keep all of it");
    WebhookOptions webhook = audit.webhook();
    require(
        "audit-webhook",
        webhook == null || WebhookOptions.isSafe(webhook.url()),
        (webhook == null ? "" : quoted(webhook.url().toString()))
            + " is no place for records: give an https URL without user and password in it");
  }

  /** Everything as it is when nothing is chosen. */
  public static ServerOptions defaults(Path data) {
    return new ServerOptions(
        data,
        Listener.DEFAULT,
        Identity.DEFAULT,
        Certificates.DEFAULT,
        Limits.DEFAULT,
        Links.DEFAULT,
        Mqtt.DEFAULT,
        null,
        OperationsOptions.DEFAULT,
        AuditOptions.DEFAULT);
  }

  public ServerOptions with(Listener other) {
    return withPart(other);
  }

  public ServerOptions with(Certificates other) {
    return withPart(other);
  }

  public ServerOptions with(Limits other) {
    return withPart(other);
  }

  public ServerOptions with(Links other) {
    return withPart(other);
  }

  public ServerOptions with(Mqtt other) {
    return withPart(other);
  }

  public ServerOptions with(OidcOptions other) {
    return withPart(other);
  }

  public ServerOptions with(OperationsOptions other) {
    return withPart(other);
  }

  public ServerOptions with(AuditOptions other) {
    return withPart(other);
  }

  /** The same but for the part of the other's type. */
  private ServerOptions withPart(Object other) {
    return new ServerOptions(
        data,
        other instanceof Listener part ? part : listener,
        identity,
        other instanceof Certificates part ? part : certificates,
        other instanceof Limits part ? part : limits,
        other instanceof Links part ? part : links,
        other instanceof Mqtt part ? part : mqtt,
        other instanceof OidcOptions part ? part : oidc,
        other instanceof OperationsOptions part ? part : operations,
        other instanceof AuditOptions part ? part : audit);
  }

  /**
   * Where to listen: options {@code bind} and {@code port}.
   *
   * @param port 0 takes a free one
   */
  public record Listener(String bind, int port) {
    static final Listener DEFAULT = new Listener("0.0.0.0", 8443);

    public Listener {
      require("bind", HostNames.isHost(bind), quoted(bind) + " is no address of this machine");
      require(
          "port",
          port >= 0 && port <= 65535,
          port + " is no port: give one from 1 to 65535, or 0 for a free one");
    }
  }

  /** What tunnels' ARNs are made of: options {@code region} and {@code account}. */
  public record Identity(String region, String account) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    static final Identity DEFAULT = new Identity("us-east-1", "000000000000");

    public Identity {
      require(
          "region",
          REGION.matcher(region).matches(),
          quoted(region) + " is no region: at most 64 of a-z, 0-9 and '-', such as eu-west-1");
      require(
          "account",
          ACCOUNT.matcher(account).matches(),
          quoted(account) + " is no account: it has 12 digits, such as 123456789012");
    }
  }

  /**
   * How the server proves who it is: options {@code public-name}, {@code tls-cert} and {@code
   * tls-key}.
   *
   * @param publicNames more hosts for the certificate that Adit makes
   * @param given the operator's own instead; null lets Adit make one
   */
  public record Certificates(List<String> publicNames, @Nullable GivenCertificates given) {
    static final Certificates DEFAULT = new Certificates(List.of(), null);

    public Certificates {
      publicNames = List.copyOf(publicNames);
      for (String name : publicNames) {
        require(
            "public-name",
            HostNames.isHost(name),
            quoted(name)
                + " is no host name and no address: give it without scheme and port, such as"
                + " adit.example.com");
      }
    }
  }

  /**
   * What tunnels may be: options {@code max-services}, {@code closed-retention} and {@code
   * strict-things}.
   *
   * @param maxServices services of one tunnel
   * @param closedRetention how long a closed tunnel can be described
   * @param strictThings whether a tunnel may lead to registered things only
   * @param quotas how much each may have: options {@code limits} and those that go with it
   * @param strangers how many connections those may have who are not let in
   */
  public record Limits(
      int maxServices,
      Duration closedRetention,
      boolean strictThings,
      LimitOptions quotas,
      StrangerOptions strangers) {
    /** All ids, 128 characters each, go into one message. */
    private static final int MOST_SERVICES = 100;

    private static final Duration LONGEST_RETENTION = Duration.ofDays(366);

    static final Limits DEFAULT = new Limits(3, Duration.ofHours(3), false);

    /** With the usual quotas. */
    public Limits(int maxServices, Duration closedRetention, boolean strictThings) {
      this(maxServices, closedRetention, strictThings, LimitOptions.NONE, StrangerOptions.DEFAULT);
    }

    public Limits {
      require(
          "max-services",
          maxServices >= 1 && maxServices <= MOST_SERVICES,
          maxServices + " is not from 1 to " + MOST_SERVICES);
      require(
          "closed-retention",
          !closedRetention.isNegative() && closedRetention.compareTo(LONGEST_RETENTION) <= 0,
          closedRetention.toDays() + " days is more than " + LONGEST_RETENTION.toDays());
    }
  }

  /**
   * How proxies and browsers are treated on the data plane: options {@code destination-wait},
   * {@code official-client-rate} and {@code allowed-origin}.
   *
   * @param destinationWait how long a source's connections wait for a destination
   * @param officialClientRate how fast AWS's local proxy is sent to; null is as fast as it goes
   * @param allowedOrigins whose pages may use a token in a cookie, beside the server's own; each as
   *     browsers write it
   */
  public record Links(
      Duration destinationWait, @Nullable Rate officialClientRate, Set<String> allowedOrigins) {
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Rate SLOWEST = Rate.ofKilobytes(1);

    /** One full message in each millisecond, the shortest time that is worth a timer. */
    private static final Rate FASTEST = Rate.ofKilobytes(50_000);

    static final Links DEFAULT =
        new Links(
            RelayOptions.DEFAULT.destinationWait(),
            RelayOptions.Links.DEFAULT.officialClientRate(),
            Set.of());

    public Links {
      require(
          "destination-wait",
          destinationWait.compareTo(SHORTEST_WAIT) >= 0
              && destinationWait.compareTo(LONGEST_WAIT) <= 0,
          destinationWait.toSeconds() + " seconds is not from 1 to " + LONGEST_WAIT.toSeconds());
      if (officialClientRate != null) {
        long bytesPerSecond = officialClientRate.bytesPerSecond();
        require(
            "official-client-rate",
            bytesPerSecond >= SLOWEST.bytesPerSecond()
                && bytesPerSecond <= FASTEST.bytesPerSecond(),
            officialClientRate + " is not from " + SLOWEST + " to " + FASTEST);
      }
      allowedOrigins = Set.copyOf(allowedOrigins);
      for (String origin : allowedOrigins) {
        require(
            "allowed-origin",
            Origins.isCanonical(origin),
            quoted(origin)
                + " is no origin as browsers send it: give scheme and host in small letters, the"
                + " port only where it is not the scheme's own, and nothing behind, such as"
                + " https://console.example.com");
      }
    }
  }

  /**
   * How things are told of their tunnels: options {@code mqtt-port}, {@code redeliver} and {@code
   * notify}.
   *
   * @param port where the gateway listens, 0 for a free one; null: there is none
   * @param redeliver whether a thing that subscribes is told what it missed
   * @param broker an outside broker that takes the gateway's place; null: none
   */
  public record Mqtt(@Nullable Integer port, boolean redeliver, @Nullable BrokerOptions broker) {
    /** Where devices expect it. */
    public static final int USUAL_PORT = 8883;

    public static final Mqtt DEFAULT = new Mqtt(USUAL_PORT, true, null);

    /** On a free port. */
    public static final Mqtt FREE = new Mqtt(0, true, null);

    public Mqtt {
      if (port != null) {
        require(
            "mqtt-port",
            port >= 0 && port <= 65535,
            port + " is no port: give one from 1 to 65535, 0 for a free one, or off");
        require(
            "notify",
            broker == null,
            "an outside broker takes the gateway's place: leave mqtt-port out, or set it to off");
      }
    }
  }

  private static void require(String option, boolean holds, String problem) {
    if (!holds) {
      throw new InvalidOptionException(option, problem);
    }
  }

  private static String quoted(String value) {
    return "'" + value + "'";
  }
}
