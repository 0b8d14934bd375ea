package io.adit.cli.proxy;

import io.adit.cli.proxy.options.OptionValues;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import io.adit.cli.proxy.options.Settings;
import io.adit.cli.proxy.options.UsageException;
import io.adit.peer.link.CertificateAuthorities;
import io.adit.peer.link.RelayAccess;
import io.adit.peer.link.RelayTrust;
import io.adit.peer.link.WebProxy;
import io.adit.peer.socket.Endpoint;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads where the relay is and whom to trust. */
public final class RelayOptions {
  private static final Logger log = LoggerFactory.getLogger(RelayOptions.class);
  private static final Pattern REGION_FORM = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern ENDPOINT_FORM =
      Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");
  private static final int MAX_ENDPOINT_CHARS = 253;
  private static final int HTTPS_PORT = 443;
  private static final String NO_VERIFICATION =
      """
      ****************************************************************************
      TLS certificates are NOT verified (--no-ssl-host-verify): whoever is on the
      way can read and change everything, the access token included. To trust a
      certificate authority of your own, give its certificate with --capath.
      ****************************************************************************
      """;

  private final OptionValues values;
  private final Settings settings;

  RelayOptions(OptionValues values, Settings settings) {
    this.values = values;
    this.settings = settings;
  }

  /**
   * The relay for a command that knows it by the API.
   *
   * @param place {@link ProxyOption#PROXY_ENDPOINT} or {@link ProxyOption#REGION}
   * @param authority what alone is trusted; null for the system's authorities and those of {@code
   *     SSL_CERT_FILE} and {@code SSL_CERT_DIR}
   */
  public static RelayAccess find(
      Map.Entry<ProxyOption, String> place,
      @Nullable Path authority,
      Map<String, String> environment)
      throws UsageException {
    Map<String, String> variables = new HashMap<>(environment);
    // They are an answer to the same question.
    variables.remove("AWSIOT_TUNNEL_ENDPOINT");
    variables.remove("AWSIOT_TUNNEL_REGION");
    OptionValues values =
        new OptionValues(Map.of(place.getKey(), place.getValue()), Map.of(), variables);
    RelayOptions options = new RelayOptions(values, Settings.DEFAULT);
    return options.read(authority == null ? options.trust() : onlyTrusting(authority));
  }

  private static RelayTrust onlyTrusting(Path authority) throws UsageException {
    try {
      return new CertificateAuthorities().add(authority).trust();
    } catch (IOException e) {
      throw new UsageException("the CA bundle: " + e.getMessage());
    }
  }

  RelayAccess read() throws UsageException {
    return read(trust());
  }

  private RelayAccess read(RelayTrust trust) throws UsageException {
    Endpoint.Tcp address = address();
    WebProxy webProxy = new WebProxyOptions(values).read(address).orElse(null);
    return new RelayAccess(address, trust, webProxy);
  }

  private Endpoint.Tcp address() throws UsageException {
    Optional<String> endpoint = values.get(ProxyOption.PROXY_ENDPOINT);
    Optional<String> region = values.get(ProxyOption.REGION);
    if (endpoint.isPresent() && region.isPresent()) {
      throw new UsageException(
          "--proxy-endpoint and --region exclude each other; given are "
              + values.origin(ProxyOption.PROXY_ENDPOINT)
              + " and "
              + values.origin(ProxyOption.REGION));
    }
    if (endpoint.isPresent()) {
      return parseEndpoint(endpoint.get().toLowerCase(Locale.ROOT));
    }
    if (region.isPresent()) {
      return new Endpoint.Tcp(regionHost(region.get()), HTTPS_PORT);
    }
    throw new UsageException(
        "say where the relay is: --proxy-endpoint HOST:PORT (or AWSIOT_TUNNEL_ENDPOINT), or"
            + " --region for AWS");
  }

  private static Endpoint.Tcp parseEndpoint(String text) throws UsageException {
    if (text.contains("://") || text.indexOf('/') >= 0) {
      throw new RejectedInputException(
          ProxyOption.PROXY_ENDPOINT,
          "'" + text + "' holds a scheme or a path; give HOST or HOST:PORT");
    }
    if (text.isEmpty() || text.length() > MAX_ENDPOINT_CHARS) {
      throw new RejectedInputException(
          ProxyOption.PROXY_ENDPOINT,
          "it has " + text.length() + " characters; 1 to 253 are allowed");
    }
    if (!ENDPOINT_FORM.matcher(text).matches()) {
      throw new RejectedInputException(
          ProxyOption.PROXY_ENDPOINT, "'" + text + "' is neither HOST, HOST:PORT nor [IPv6]:PORT");
    }
    boolean withPort = text.indexOf(':', text.indexOf(']') + 1) >= 0;
    try {
      String whole = withPort ? text : text + ":" + HTTPS_PORT;
      if (Endpoint.parse(whole, "") instanceof Endpoint.Tcp tcp && tcp.port() > 0) {
        return tcp;
      }
      throw new IllegalArgumentException("'" + text + "' has no port that can be reached");
    } catch (IllegalArgumentException e) {
      throw new RejectedInputException(ProxyOption.PROXY_ENDPOINT, String.valueOf(e.getMessage()));
    }
  }

  private String regionHost(String region) throws UsageException {
    if (!REGION_FORM.matcher(region).matches()) {
      throw new RejectedInputException(
          ProxyOption.REGION,
          "'" + region + "' is no region: 1 to 64 lower-case letters, digits and hyphens");
    }
    return settings.regionHost(region);
  }

  private RelayTrust trust() {
    if (values.isOn(ProxyOption.NO_SSL_HOST_VERIFY)) {
      NO_VERIFICATION.lines().forEach(log::warn);
      return new RelayTrust.Anyone();
    }
    CertificateAuthorities authorities = new CertificateAuthorities();
    Optional<String> file = values.variable("SSL_CERT_FILE");
    Optional<String> folders = values.variable("SSL_CERT_DIR");
    if (folders.isEmpty()) {
      authorities.addSystem();
    }
    add(authorities, "SSL_CERT_FILE", file.stream().toList());
    add(
        authorities,
        "SSL_CERT_DIR",
        folders.map(list -> List.of(list.split(File.pathSeparator, -1))).orElse(List.of()));
    add(authorities, "--capath", values.get(ProxyOption.CAPATH).stream().toList());
    return authorities.trust();
  }

  /** What is not there vouches for nobody: the others still do, as with the official client. */
  private static void add(CertificateAuthorities authorities, String origin, List<String> paths) {
    for (String path : paths) {
      try {
        authorities.add(Path.of(path));
      } catch (IOException | InvalidPathException e) {
        log.warn("{}: {}; it is passed over", origin, e.getMessage());
      }
    }
  }
}
