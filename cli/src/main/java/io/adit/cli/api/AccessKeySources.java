package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Where an access key may come from, in the AWS CLI's order: a profile that the command line names,
 * variables, the profile, a container's role and a machine's role.
 *
 * <p>Not the SDK's own chain: it asks an address that only AWS's machines have, and elsewhere is
 * waited for in vain, for seconds.
 */
final class AccessKeySources {
  private static final Path VENDOR = Path.of("/sys/devices/virtual/dmi/id/sys_vendor");

  private final Map<String, String> environment;
  private final AwsProfile profile;

  AccessKeySources(Map<String, String> environment, AwsProfile profile) {
    this.environment = environment;
    this.profile = profile;
  }

  /**
   * What gives the key.
   *
   * @param rolesCount whether a role of AWS's may be used: no other server knows it
   * @throws CommandFailedException where there is none
   */
  AwsCredentialsProvider find(boolean rolesCount) {
    Optional<AwsCredentialsProvider> variables =
        profile.isChosen() ? Optional.empty() : ofVariables();
    AwsCredentialsProvider found =
        variables
            .or(this::ofProfile)
            .or(() -> rolesCount ? ofRole() : Optional.empty())
            .orElseThrow(() ->
                new CommandFailedException(
                    "no access key is set. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or"
                        + " AWS_PROFILE, or use: eval \"$(adit env)\""));
    try {
      found.resolveCredentials();
      return found;
    } catch (SdkException | IllegalArgumentException e) {
      throw new CommandFailedException(
          "no access key can be had of profile '" + profile.name() + "': " + e.getMessage());
    }
  }

  private Optional<AwsCredentialsProvider> ofVariables() {
    Optional<String> id = ApiAccess.first(environment.get("AWS_ACCESS_KEY_ID"));
    Optional<String> secret = ApiAccess.first(environment.get("AWS_SECRET_ACCESS_KEY"));
    if (id.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        StaticCredentialsProvider.create(
            ApiAccess.first(environment.get("AWS_SESSION_TOKEN"))
                .<AwsCredentials>map(
                    token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
                .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()))));
  }

  /** Any profile that has something: what is wrong with it is said when it is asked. */
  private Optional<AwsCredentialsProvider> ofProfile() {
    boolean isThere =
        profile.isChosen()
            || profile.value("aws_access_key_id").isPresent()
            || profile.value("credential_process").isPresent()
            || profile.value("role_arn").isPresent()
            || profile.value("sso_session").isPresent()
            || profile.value("sso_start_url").isPresent();
    return isThere
        ? Optional.of(
            ProfileCredentialsProvider.builder()
                .profileFile(profile.file())
                .profileName(profile.name())
                .build())
        : Optional.empty();
  }

  private Optional<AwsCredentialsProvider> ofRole() {
    if (environment.containsKey("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        || environment.containsKey("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
      return Optional.of(ContainerCredentialsProvider.create());
    }
    return isMachineOfAws()
        ? Optional.of(InstanceProfileCredentialsProvider.create())
        : Optional.empty();
  }

  private static boolean isMachineOfAws() {
    try {
      return Files.isReadable(VENDOR) && Files.readString(VENDOR).startsWith("Amazon");
    } catch (IOException e) {
      return false;
    }
  }
}
