package io.adit.cli.api;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that calls the API, named as the AWS CLI names them. */
public final class ApiOptions {
  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "The server (AWS_ENDPOINT_URL_IOTSECURETUNNELING, AWS_ENDPOINT_URL).")
  private @Nullable String endpointUrl;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The server's region (AWS_REGION, AWS_DEFAULT_REGION).")
  private @Nullable String region;

  @Option(
      names = "--ca-bundle",
      paramLabel = "FILE",
      description = "The certificates to trust, in PEM (AWS_CA_BUNDLE).")
  private @Nullable String caBundle;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile of the AWS CLI's files to use (AWS_PROFILE).")
  private @Nullable String profile;

  /** A public constructor, because picocli makes it. */
  public ApiOptions() {}

  /** What the command line says. */
  public ApiAccess.Options chosen() {
    return new ApiAccess.Options(endpointUrl, region, caBundle, profile);
  }
}
