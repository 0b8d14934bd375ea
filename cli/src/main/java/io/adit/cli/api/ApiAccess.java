package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iotsecuretunneling.endpoints.IoTSecureTunnelingEndpointProvider;

/**
 * Where the API is and with which key it is called, from the options, variables and profiles of the
 * AWS CLI.
 *
 * @param endpoint an https or http address without a path
 * @param keys what gives the access key; it has given one already
 * @param authority a PEM file of the certificates to trust; null: what the JDK trusts
 */
public record ApiAccess(
    URI endpoint, String region, AwsCredentialsProvider keys, @Nullable Path authority) {
  private static final String DEFAULT_REGION = "us-east-1";

  /** What the command line says; null where it says nothing. */
  public record Options(
      @Nullable String endpointUrl,
      @Nullable String region,
      @Nullable String caBundle,
      @Nullable String profile) {

    /** With the profile that the variables name. */
    public Options(
        @Nullable String endpointUrl, @Nullable String region, @Nullable String caBundle) {
      this(endpointUrl, region, caBundle, null);
    }
  }

  /**
   * Finds an Adit server; AWS does not do.
   *
   * @throws CommandFailedException where something is missing; the text says what to set
   */
  public static ApiAccess find(Options options, Map<String, String> environment) {
    AwsProfile profile = AwsProfile.of(options.profile(), environment);
    String url =
        url(options, environment, profile)
            .orElseThrow(() ->
                new CommandFailedException(
                    "no endpoint is set, and doctor asks Adit's server, not AWS. Set it with"
                        + " --endpoint-url, with AWS_ENDPOINT_URL, or with: eval \"$(adit env)\""));
    URI endpoint = endpoint(url);
    if (isOfAws(endpoint)) {
      throw notAdit(url);
    }
    String region = region(options, environment, profile).orElse(DEFAULT_REGION);
    return access(endpoint, region, options, environment, profile);
  }

  /**
   * Finds whoever serves the operations of AWS: an Adit server, or where no endpoint is set, AWS.
   *
   * @throws CommandFailedException where something is missing; the text says what to set
   */
  public static ApiAccess findAny(Options options, Map<String, String> environment) {
    AwsProfile profile = AwsProfile.of(options.profile(), environment);
    Optional<URI> endpoint = url(options, environment, profile).map(ApiAccess::endpoint);
    Optional<String> region = region(options, environment, profile);
    if (endpoint.isPresent() && !isOfAws(endpoint.get())) {
      return access(endpoint.get(), region.orElse(DEFAULT_REGION), options, environment, profile);
    }
    String ofAws =
        region.orElseThrow(() ->
            new CommandFailedException(
                "neither an endpoint nor a region is set. For Adit: eval \"$(adit env)\", or"
                    + " --endpoint-url. For AWS: --region, AWS_REGION, or a profile with a region"));
    return access(
        endpoint.orElseGet(() -> endpointOfAws(ofAws)), ofAws, options, environment, profile);
  }

  /** Whether it is said which server is meant. */
  public static boolean isNamed(Options options, Map<String, String> environment) {
    return url(options, environment, AwsProfile.of(options.profile(), environment)).isPresent();
  }

  private static ApiAccess access(
      URI endpoint,
      String region,
      Options options,
      Map<String, String> environment,
      AwsProfile profile) {
    Optional<String> authority =
        first(options.caBundle(), environment.get("AWS_CA_BUNDLE"))
            .or(() -> profile.value("ca_bundle"));
    return new ApiAccess(
        endpoint,
        region,
        new AccessKeySources(environment, profile).find(isOfAws(endpoint)),
        authority.map(ApiAccess::path).orElse(null));
  }

  private static Optional<String> url(
      Options options, Map<String, String> environment, AwsProfile profile) {
    return first(
            options.endpointUrl(),
            environment.get("AWS_ENDPOINT_URL_IOTSECURETUNNELING"),
            environment.get("AWS_ENDPOINT_URL"))
        .or(() -> profile.value("endpoint_url"));
  }

  private static Optional<String> region(
      Options options, Map<String, String> environment, AwsProfile profile) {
    return first(
            options.region(), environment.get("AWS_REGION"), environment.get("AWS_DEFAULT_REGION"))
        .or(() -> profile.value("region"));
  }

  private static URI endpointOfAws(String region) {
    try {
      return IoTSecureTunnelingEndpointProvider.defaultProvider()
          .resolveEndpoint(asked -> asked.region(Region.of(region)))
          .join()
          .url();
    } catch (SdkException | IllegalArgumentException e) {
      throw new CommandFailedException("'" + region + "' is no region of AWS: " + e.getMessage());
    }
  }

  private static URI endpoint(String url) {
    try {
      URI uri = new URI(url);
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!isHttp || uri.getHost() == null) {
        throw new CommandFailedException(
            "the endpoint '" + url + "' is no address such as https://adit.example:8443");
      }
      return new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), "/", null, null);
    } catch (URISyntaxException e) {
      throw new CommandFailedException("the endpoint '" + url + "' is no URL: " + e.getReason());
    }
  }

  /** What to say of a service that does not know doctor's operation. */
  static CommandFailedException notAdit(String endpoint) {
    return new CommandFailedException(
        endpoint
            + " has no operation that says why a tunnel is silent: doctor needs Adit's server,"
            + " of this version or a newer one. Name it with --endpoint-url or AWS_ENDPOINT_URL");
  }

  /** Whether it is AWS that answers, and not Adit. */
  public boolean isAws() {
    return isOfAws(endpoint);
  }

  private static boolean isOfAws(URI endpoint) {
    return Stream.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws")
        .anyMatch(endpoint.getHost()::endsWith);
  }

  /** The key that holds now: those of a role change from hour to hour. */
  public AwsCredentials credentials() {
    return keys.resolveCredentials();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandFailedException("the CA bundle '" + text + "' is no path");
    }
  }

  /** The first that is set; an empty variable is as good as none. */
  static Optional<String> first(@Nullable String... values) {
    return Stream.of(values).filter(value -> value != null && !value.isEmpty()).findFirst();
  }
}
