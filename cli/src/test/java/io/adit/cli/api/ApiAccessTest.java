package io.adit.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.adit.cli.CommandFailedException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** The variables of the AWS CLI, in its order. */
class ApiAccessTest {
  private static final ApiAccess.Options NO_OPTIONS = new ApiAccess.Options(null, null, null);
  private static final Map<String, String> ENV =
      Map.of(
          "AWS_ENDPOINT_URL", "https://localhost:8443",
          "AWS_ACCESS_KEY_ID", "ADITKEY",
          "AWS_SECRET_ACCESS_KEY", "secret");

  @Test
  void whatAditEnvSetsIsEnough() {
    ApiAccess access = find(NO_OPTIONS, Map.of("AWS_REGION", "eu-west-1", "AWS_CA_BUNDLE", "/ca"));

    assertThat(access.endpoint()).isEqualTo(URI.create("https://localhost:8443/"));
    assertThat(access.region()).isEqualTo("eu-west-1");
    assertThat(access.credentials()).isEqualTo(AwsBasicCredentials.create("ADITKEY", "secret"));
    assertThat(access.authority()).isEqualTo(Path.of("/ca"));
  }

  @Test
  void anOptionComesBeforeAVariable() {
    ApiAccess access =
        find(
            new ApiAccess.Options("http://127.0.0.1:1", "us-west-2", "/mine"),
            Map.of("AWS_REGION", "eu-west-1", "AWS_CA_BUNDLE", "/ca"));

    assertThat(access.endpoint()).isEqualTo(URI.create("http://127.0.0.1:1/"));
    assertThat(access.region()).isEqualTo("us-west-2");
    assertThat(access.authority()).isEqualTo(Path.of("/mine"));
  }

  @Test
  void theServicesOwnVariableComesFirstAndAnEmptyOneIsNone() {
    assertThat(
            find(NO_OPTIONS, Map.of("AWS_ENDPOINT_URL_IOTSECURETUNNELING", "https://own:1"))
                .endpoint())
        .isEqualTo(URI.create("https://own:1/"));
    ApiAccess access =
        find(
            NO_OPTIONS,
            Map.of(
                "AWS_ENDPOINT_URL_IOTSECURETUNNELING", "",
                "AWS_REGION", "",
                "AWS_DEFAULT_REGION", "us-west-1",
                "AWS_CA_BUNDLE", ""));
    assertThat(access.endpoint()).isEqualTo(URI.create("https://localhost:8443/"));
    assertThat(access.region()).isEqualTo("us-west-1");
    assertThat(access.authority()).isNull();
  }

  @Test
  void aSessionTokenIsSentAlong() {
    assertThat(find(NO_OPTIONS, Map.of("AWS_SESSION_TOKEN", "session")).credentials())
        .isEqualTo(AwsSessionCredentials.create("ADITKEY", "secret", "session"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.tunneling.iot.us-east-1.amazonaws.com",
        "https://api.tunneling.iot.cn-north-1.amazonaws.com.cn",
        "https://iot.us-east-1.api.aws"
      })
  void awsItselfIsNotAsked(String url) {
    assertThatThrownBy(() -> find(new ApiAccess.Options(url, null, null), Map.of()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageStartingWith(url + " has no operation that says why a tunnel is silent");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8443, is no address such as",
    "wss://localhost:8443, is no address such as",
    "https://, is no URL",
    "'https://a b', is no URL"
  })
  void anEndpointThatIsNoneIsNamed(String url, String words) {
    assertThatThrownBy(() -> find(new ApiAccess.Options(url, null, null), Map.of()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("'" + url + "'")
        .hasMessageContaining(words);
  }

  @Test
  void withoutAnEndpointItSaysWhatToSet() {
    assertThatThrownBy(() -> ApiAccess.find(NO_OPTIONS, Map.of()))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("--endpoint-url");
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, https://api.tunneling.iot.eu-west-1.amazonaws.com",
    "cn-north-1, https://api.tunneling.iot.cn-north-1.amazonaws.com.cn"
  })
  void withoutAnEndpointTunnelsAreAwss(String region, String endpoint) {
    ApiAccess access = findAny(NO_OPTIONS, Map.of("AWS_ENDPOINT_URL", "", "AWS_REGION", region));

    assertThat(access.endpoint()).isEqualTo(URI.create(endpoint));
    assertThat(access.isAws()).isTrue();
    assertThat(access.region()).isEqualTo(region);
  }

  @Test
  void ofAnAditServerNoRegionNeedBeKnown() {
    ApiAccess access = findAny(NO_OPTIONS, Map.of());

    assertThat(access.isAws()).isFalse();
    assertThat(access.region()).isEqualTo("us-east-1");
  }

  @Test
  void withNeitherEndpointNorRegionItSaysWhatToSet() {
    Map<String, String> nothing = Map.of("AWS_ENDPOINT_URL", "", "AWS_PROFILE", "no-such-profile");

    assertThatThrownBy(() -> findAny(NO_OPTIONS, nothing))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("neither an endpoint nor a region is set")
        .hasMessageContaining("adit env");
  }

  @Test
  void aProfileOfTheCommandLineComesBeforeTheVariables(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("credentials"),
            """
            [mine]
            aws_access_key_id = MINE
            aws_secret_access_key = mine
            aws_session_token = session
            endpoint_url = https://mine:1
            region = eu-west-3
            ca_bundle = /mine
            """);
    Map<String, String> bare =
        Map.of("AWS_ENDPOINT_URL", "", "AWS_REGION", "", "AWS_CA_BUNDLE", "");
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    try {
      ApiAccess chosen = findAny(new ApiAccess.Options(null, null, null, "mine"), bare);
      assertThat(chosen.credentials())
          .isEqualTo(AwsSessionCredentials.create("MINE", "mine", "session"));
      assertThat(chosen.endpoint()).isEqualTo(URI.create("https://mine:1/"));
      assertThat(chosen.region()).isEqualTo("eu-west-3");
      assertThat(chosen.authority()).isEqualTo(Path.of("/mine"));

      // One that a variable names does not come before the key that variables hold.
      Map<String, String> named = new HashMap<>(bare);
      named.put("AWS_PROFILE", "mine");
      assertThat(findAny(NO_OPTIONS, named).credentials())
          .isEqualTo(AwsBasicCredentials.create("ADITKEY", "secret"));
      named.put("AWS_ACCESS_KEY_ID", "");
      assertThat(findAny(NO_OPTIONS, named).credentials().accessKeyId()).isEqualTo("MINE");

      assertThatThrownBy(() -> findAny(new ApiAccess.Options(null, null, null, "other"), bare))
          .hasMessageContaining("there is no profile 'other'");
    } finally {
      System.clearProperty("aws.sharedCredentialsFile");
    }
  }

  /** No address is waited for that only machines of AWS have. */
  @Test
  void withoutAnyKeyItSaysSoAtOnce() {
    Map<String, String> nothing =
        Map.of(
            "AWS_ENDPOINT_URL", "",
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "",
            "AWS_PROFILE", "no-such-profile");

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> findAny(NO_OPTIONS, nothing))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith("no access key is set"));
  }

  private static ApiAccess find(ApiAccess.Options options, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ENV);
    environment.putAll(more);
    return ApiAccess.find(options, environment);
  }

  private static ApiAccess findAny(ApiAccess.Options options, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ENV);
    environment.putAll(more);
    return ApiAccess.findAny(options, environment);
  }
}
