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
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where the API is and with which key it is called, from the options and variables of the AWS CLI.
 *
 * @param endpoint an https or http address without a path
 * @param authority a PEM file of the certificates to trust; null: what the JDK trusts
 */
public record ApiAccess(
    URI endpoint, String region, AwsCredentials credentials, @Nullable Path authority) {
  private static final String DEFAULT_REGION = "us-east-1";

  /** What the command line says; null where it says nothing. */
  public record Options(
      @Nullable String endpointUrl, @Nullable String region, @Nullable String caBundle) {}

  /**
   * Finds all of it.
   *
   * @throws CommandFailedException where something is missing; the text says what to set
   */
  public static ApiAccess find(Options options, Map<String, String> environment) {
    String url =
        first(
                options.endpointUrl(),
                environment.get("AWS_ENDPOINT_URL_IOTSECURETUNNELING"),
                environment.get("AWS_ENDPOINT_URL"))
            .orElseThrow(() ->
                new CommandFailedException(
                    "no endpoint is set, and doctor asks Adit's server, not AWS. Set it with"
                        + " --endpoint-url, with AWS_ENDPOINT_URL, or with: eval \"$(adit env)\""));
    String region =
        first(
                options.region(),
                environment.get("AWS_REGION"),
                environment.get("AWS_DEFAULT_REGION"))
            .orElse(DEFAULT_REGION);
    Optional<String> authority = first(options.caBundle(), environment.get("AWS_CA_BUNDLE"));
    return new ApiAccess(
        endpoint(url),
        region,
        credentials(environment),
        authority.map(ApiAccess::path).orElse(null));
  }

  private static URI endpoint(String url) {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      boolean isHttp = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!isHttp || host == null) {
        throw new CommandFailedException(
            "the endpoint '" + url + "' is no address such as https://adit.example:8443");
      }
      if (isOfAws(host)) {
        throw notAdit(url);
      }
      return new URI(uri.getScheme(), null, host, uri.getPort(), "/", null, null);
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

  private static boolean isOfAws(String host) {
    return Stream.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws").anyMatch(host::endsWith);
  }

  private static AwsCredentials credentials(Map<String, String> environment) {
    Optional<String> id = first(environment.get("AWS_ACCESS_KEY_ID"));
    Optional<String> secret = first(environment.get("AWS_SECRET_ACCESS_KEY"));
    if (id.isPresent() && secret.isPresent()) {
      return first(environment.get("AWS_SESSION_TOKEN"))
          .<AwsCredentials>map(token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
          .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
    }
    try (ProfileCredentialsProvider profile = ProfileCredentialsProvider.create()) {
      return profile.resolveCredentials();
    } catch (SdkException | IllegalArgumentException e) {
      throw new CommandFailedException(
          "no access key is set. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,"
              + " or use: eval \"$(adit env)\"");
    }
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CommandFailedException("the CA bundle '" + text + "' is no path");
    }
  }

  /** The first that is set; an empty variable is as good as none. */
  private static Optional<String> first(@Nullable String... values) {
    return Stream.of(values).filter(value -> value != null && !value.isEmpty()).findFirst();
  }
}
