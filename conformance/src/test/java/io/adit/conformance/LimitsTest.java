package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.IoTSecureTunnelingException;
import software.amazon.awssdk.services.iotsecuretunneling.model.LimitExceededException;

/** Limits as AWS's clients and the operator meet them. */
@VerifiedWith(Client.AWS_CLI)
class LimitsTest {
  /** A CLI that takes longer to start than this is not throttled, and is tried again. */
  private static final String ONE_IN_FOUR_SECONDS = "ListTunnels=15/m";

  private static final int TRIES = 8;

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;

  @BeforeAll
  static void startServer() {
    server =
        AditProcess.start(
            STAGE, "--call-rate", ONE_IN_FOUR_SECONDS, "--max-open-tunnels-per-principal", "2");
  }

  @Test
  void aThrottledCallOfTheAwsCliIsTriedAgainAndSucceeds() {
    // Given: on a busy machine the backoff may be over before it starts.
    var aws =
        AwsCli.of(server).with(Map.of("AWS_RETRY_MODE", "standard", "AWS_MAX_ATTEMPTS", "10"));

    // When
    Finished finished;
    int tries = 0;
    do {
      useUp();
      finished = aws.call("list-tunnels", "--debug").succeeded();
      tries++;
    } while (!finished.err().contains("ThrottlingException") && tries < TRIES);

    // Then
    assertThat(finished.err())
        .contains("ThrottlingException")
        .contains("all callers together may call ListTunnels 15/m");
    assertThat(finished.out()).contains("tunnelSummaries");
  }

  /** The next call comes too soon. */
  private static void useUp() {
    try (var sdk = AwsSdk.client(server)) {
      sdk.listTunnels(_ -> {});
    } catch (IoTSecureTunnelingException e) {
      assertThat(e.isThrottlingException()).as(e.toString()).isTrue();
    }
  }

  @Test
  void anOperatorGivesOnePrincipalMoreTunnelsAndOneThingLess() {
    try (var sdk = AwsSdk.client(server)) {
      // Given
      AwsSdk.openTo(sdk, "pump-7");
      AwsSdk.openTo(sdk, "pump-7");
      assertThat(refusal(sdk)).contains("administrator can have at most 2 open tunnels, and has 2");

      // When
      limits("set", "--principal", "administrator", "open-tunnels=3").succeeded();
      limits("set", "--thing", "pump-7", "bandwidth=200KB/s", "data=2GB/month").succeeded();

      // Then
      AwsSdk.openTo(sdk, "pump-7");
      assertThat(refusal(sdk)).contains("at most 3 open tunnels, and has 3");
      assertThat(limits("show").succeeded().out())
          .containsPattern("each principal +open-tunnels +2")
          .containsPattern("principal administrator +open-tunnels +3")
          .containsPattern("thing pump-7 +bandwidth +200KB/s")
          .containsPattern("the account +call-rate ListTunnels +15/m");
      assertThat(limits("usage").succeeded().out())
          .containsPattern("principal administrator +3 tunnels open +3");

      // When
      limits("clear", "--principal", "administrator").succeeded();

      // Then
      assertThat(refusal(sdk)).contains("at most 2 open tunnels, and has 2");
    }
  }

  private static String refusal(IoTSecureTunnelingClient sdk) {
    try {
      AwsSdk.openTo(sdk, "pump-7");
      throw new AssertionError("a tunnel too many was opened");
    } catch (LimitExceededException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Finished limits(String... arguments) {
    var all = new ArrayList<>(List.of("limits"));
    all.addAll(List.of(arguments));
    return Adit.run(server, Within.seconds(60), all.toArray(String[]::new));
  }
}
