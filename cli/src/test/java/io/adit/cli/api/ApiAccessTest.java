package io.adit.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.cli.CommandFailedException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  private static ApiAccess find(ApiAccess.Options options, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ENV);
    environment.putAll(more);
    return ApiAccess.find(options, environment);
  }
}
