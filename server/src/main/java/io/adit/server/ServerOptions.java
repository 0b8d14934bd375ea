package io.adit.server;

import io.adit.server.tls.GivenCertificates;
import io.adit.server.tls.HostNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may choose. Values are checked here; an {@link InvalidOptionException} names the
 * option as flags, configuration file and environment spell it.
 *
 * @param data the data folder
 */
public record ServerOptions(
    Path data, Listener listener, Identity identity, Certificates certificates, Limits limits) {

  /** Everything as it is when nothing is chosen. */
  public static ServerOptions defaults(Path data) {
    return new ServerOptions(
        data, Listener.DEFAULT, Identity.DEFAULT, Certificates.DEFAULT, Limits.DEFAULT);
  }

  public ServerOptions with(Listener other) {
    return new ServerOptions(data, other, identity, certificates, limits);
  }

  public ServerOptions with(Certificates other) {
    return new ServerOptions(data, listener, identity, other, limits);
  }

  public ServerOptions with(Limits other) {
    return new ServerOptions(data, listener, identity, certificates, other);
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
   */
  public record Limits(int maxServices, Duration closedRetention, boolean strictThings) {
    /** All ids, 128 characters each, go into one message. */
    private static final int MOST_SERVICES = 100;

    private static final Duration LONGEST_RETENTION = Duration.ofDays(366);

    static final Limits DEFAULT = new Limits(3, Duration.ofHours(3), false);

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

  private static void require(String option, boolean holds, String problem) {
    if (!holds) {
      throw new InvalidOptionException(option, problem);
    }
  }

  private static String quoted(String value) {
    return "'" + value + "'";
  }
}
