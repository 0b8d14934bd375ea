package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * One profile of the AWS CLI's files, which are read only when something is asked of it: a process
 * that {@code adit env} has set up needs none of them.
 *
 * @param isChosen whether the command line names it; then it comes before variables
 */
record AwsProfile(String name, boolean isChosen, Supplier<ProfileFile> file) {

  static AwsProfile of(@Nullable String chosen, Map<String, String> environment) {
    String name =
        ApiAccess.first(
                chosen, environment.get("AWS_PROFILE"), environment.get("AWS_DEFAULT_PROFILE"))
            .orElse("default");
    AwsProfile profile = new AwsProfile(name, chosen != null, AwsProfile::readFiles);
    if (profile.isChosen() && profile.find().isEmpty()) {
      throw new CommandFailedException(
          "there is no profile '"
              + name
              + "' in the AWS CLI's files; see: aws configure list-profiles");
    }
    return profile;
  }

  private static ProfileFile readFiles() {
    try {
      return ProfileFile.defaultProfileFile();
    } catch (SdkException | IllegalArgumentException e) {
      throw new CommandFailedException(
          "the AWS CLI's configuration cannot be read: " + e.getMessage());
    }
  }

  /** A key of the profile, such as {@code region}. */
  Optional<String> value(String key) {
    return find().flatMap(profile -> profile.property(key)).filter(value -> !value.isEmpty());
  }

  private Optional<Profile> find() {
    return file.get().profile(name);
  }
}
