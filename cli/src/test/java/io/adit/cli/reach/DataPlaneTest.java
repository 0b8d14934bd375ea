package io.adit.cli.reach;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.cli.api.ApiAccess;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPlaneTest {
  private static final Map<String, String> KEY =
      Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret");

  @ParameterizedTest
  @CsvSource({
    "https://adit.example:8443, wss://adit.example:8443",
    "https://adit.example, wss://adit.example:443",
    "https://[::1]:8443, wss://[::1]:8443",
    "https://api.tunneling.iot.eu-west-1.amazonaws.com,"
        + " wss://data.tunneling.iot.eu-west-1.amazonaws.com:443"
  })
  void isFoundByTheEndpoint(String endpoint, String relay) {
    assertThat(uri(Map.of("AWS_ENDPOINT_URL", endpoint, "AWS_REGION", "eu-west-1")))
        .isEqualTo(relay);
  }

  @ParameterizedTest
  @CsvSource({
    "us-east-1, wss://data.tunneling.iot.us-east-1.amazonaws.com:443",
    "cn-north-1, wss://data.tunneling.iot.cn-north-1.amazonaws.com.cn:443"
  })
  void isOfAwsWhereThereIsNoEndpoint(String region, String relay) {
    assertThat(uri(Map.of("AWS_REGION", region))).isEqualTo(relay);
  }

  @Test
  void theVariableOfLocalproxyCountsUnlessTheCommandLineNamesAServer() {
    Map<String, String> variables =
        Map.of(
            "AWS_ENDPOINT_URL", "https://adit.example:8443",
            "AWSIOT_TUNNEL_ENDPOINT", "relay.example:9443",
            "AWSIOT_TUNNEL_REGION", "us-east-1");

    assertThat(uri(variables)).isEqualTo("wss://relay.example:9443");
    assertThat(DataPlane.find(access(variables), true, variables).uri())
        .isEqualTo("wss://adit.example:8443");
  }

  private static String uri(Map<String, String> variables) {
    return DataPlane.find(access(variables), false, variables).uri();
  }

  private static ApiAccess access(Map<String, String> variables) {
    Map<String, String> environment = new HashMap<>(KEY);
    environment.putAll(variables);
    return ApiAccess.findAny(new ApiAccess.Options(null, null, null), environment);
  }
}
