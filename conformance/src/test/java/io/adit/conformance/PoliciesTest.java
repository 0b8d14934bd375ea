package io.adit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.conformance.VerifiedWith.Client;
import io.adit.conformance.programs.Adit;
import io.adit.conformance.programs.AditProcess;
import io.adit.conformance.programs.AwsCli;
import io.adit.conformance.programs.AwsSdk;
import io.adit.conformance.programs.Finished;
import io.adit.conformance.programs.Stage;
import io.adit.conformance.programs.Within;
import io.adit.conformance.sockets.Handshake;
import io.adit.conformance.sockets.SignedCall;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.IoTSecureTunnelingException;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** Policies as AWS's clients, the operator and whoever has a token meet them. */
@VerifiedWith({Client.AWS_CLI, Client.AWS_SDK_FOR_JAVA})
class PoliciesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";

  /** An example of AWS's documentation of Secure Tunneling, with this server's account. */
  private static final String AWS_OPEN_TO_A_GROUP =
      """
      {"Version": "2012-10-17",
       "Statement": [{
         "Effect": "Allow",
         "Action": "iot:OpenTunnel",
         "Resource": ["arn:aws:iot:us-east-1:000000000000:tunnel/*"],
         "Condition": {
           "ForAnyValue:StringLike": {
             "iot:ThingGroupArn": ["arn:aws:iot:us-east-1:000000000000:thinggroup/TestGroup*"]},
           "ForAllValues:StringEquals": {"iot:TunnelDestinationService": ["SSH"]}}}]}
      """;

  private static final String NOBODY_CLOSES =
      """
      {"Version": "2012-10-17",
       "Statement": {"Sid": "Keep", "Effect": "Deny", "Action": "iot:CloseTunnel", "Resource": "*"}}
      """;

  private static final String DEVICES_ONLY =
      """
      {"Version": "2012-10-17",
       "Statement": {"Effect": "Allow", "Action": "iot:ConnectToTunnel", "Resource": "*",
                     "Condition": {"StringEquals": {"iot:ClientMode": "destination"}}}}
      """;

  @AutoClose static final Stage STAGE = new Stage();

  private static AditProcess server;
  private static SignedCall owner;
  private static IoTSecureTunnelingClient sdk;

  /** An access key, shown this once. */
  private record Key(String id, String secret) {
    static Key in(JsonNode answer) {
      var key = answer.path("accessKey");
      return new Key(key.path("accessKeyId").asText(), key.path("secretAccessKey").asText());
    }

    @Override
    public String toString() {
      return id;
    }
  }

  @BeforeAll
  static void startServer() {
    server = AditProcess.start(STAGE);
    owner = new SignedCall(server);
    sdk = STAGE.owns(AwsSdk.client(server));
    var iot = AwsCli.of(server).service("iot");
    Stream.<Runnable>of(
            () -> user("ann", "none"),
            () -> user("vera", "viewer"),
            () -> user("ada", "administrator"),
            () -> iot.ok("create-thing", "--thing-name", "pump-1"),
            () -> iot.ok("create-thing-group", "--thing-group-name", "TestGroup1"))
        .map(CompletableFuture::runAsync)
        .toList()
        .forEach(CompletableFuture::join);
    iot.ok(
        "add-thing-to-thing-group", "--thing-name", "pump-1", "--thing-group-name", "TestGroup1");
  }

  private static void user(String name, String role) {
    adit("user", "add", name, "--service", "--role", role, "--data", server.data().toString())
        .succeeded();
  }

  private static Finished adit(String... arguments) {
    return Adit.run(server, Within.seconds(60), arguments);
  }

  private static JsonNode own(String operation, Map<String, String> input) throws IOException {
    return JSON.readTree(owner.own(operation, JSON.writeValueAsString(input)).body());
  }

  private static void policy(String name, String document, String to) throws IOException {
    own("CreatePolicy", Map.of("policyName", name, "policyDocument", document));
    own("AttachPolicy", Map.of("policyName", name, "attachedTo", to));
  }

  private static Key key(String user) throws IOException {
    return Key.in(own("CreateAccessKey", Map.of("userName", user)));
  }

  private static IoTSecureTunnelingClient with(Key key) {
    return STAGE.owns(AwsSdk.client(server, key.id(), key.secret()));
  }

  private static IoTSecureTunnelingException refused(
      IoTSecureTunnelingClient client, Consumer<IoTSecureTunnelingClient> call) {
    var refusal =
        catchThrowableOfType(IoTSecureTunnelingException.class, () -> call.accept(client));
    assertThat(refusal).as("should have been refused").isNotNull();
    return refusal;
  }

  private static void assertDenied(
      IoTSecureTunnelingClient client, Consumer<IoTSecureTunnelingClient> call, String... words) {
    var refusal = refused(client, call);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(words);
  }

  @Test
  void whoMayOpenToAGroupReachesItsThingAndNoOther() throws IOException {
    // Given
    policy("to-test-group", AWS_OPEN_TO_A_GROUP, "ann");
    var key = key("ann");
    var aws =
        AwsCli.of(server)
            .with(Map.of("AWS_ACCESS_KEY_ID", key.id(), "AWS_SECRET_ACCESS_KEY", key.secret()));
    var ann = with(key);

    // When
    var opened = AwsSdk.openTo(ann, "pump-1");
    var denied = aws.fails("open-tunnel", "--destination-config", "thingName=door-1,services=SSH");

    // Then
    assertThat(opened.tunnelArn()).startsWith(ARN + "tunnel/");
    assertThat(denied)
        .contains("An error occurred (AccessDeniedException) when calling the OpenTunnel operation")
        .contains(
            "User: arn:aws:iam::000000000000:user/ann is not authorized to perform: iot:OpenTunnel"
                + " on resource: "
                + ARN)
        .contains("because no identity-based policy allows the iot:OpenTunnel action");
    assertDenied(
        ann,
        client ->
            client.openTunnel(
                open -> open.destinationConfig(to -> to.thingName("pump-1").services("VNC"))),
        "no identity-based policy allows the iot:OpenTunnel action");
    assertDenied(
        ann,
        client -> client.closeTunnel(close -> close.tunnelId(opened.tunnelId())),
        "no identity-based policy allows the iot:CloseTunnel action");

    // When
    var why =
        adit(
            "policy",
            "test",
            "--user",
            "ann",
            "--action",
            "iot:OpenTunnel",
            "--resource",
            ARN + "tunnel/*",
            "--resource",
            ARN + "thing/door-1",
            "--context",
            "iot:TunnelDestinationService=SSH",
            "--context",
            "iot:ThingGroupArn=" + ARN + "thinggroup/Doors");

    // Then
    assertThat(why.exit()).as("%s", why).isEqualTo(1);
    assertThat(why.out())
        .contains("denied: no statement allows iot:OpenTunnel on " + ARN + "tunnel/*")
        .contains("to-test-group, statement 1: would allow, but ")
        .contains("iot:ThingGroupArn");
  }

  @Test
  void whoMayReadSeesATunnelAndChangesNothing() throws IOException {
    // Given
    var tunnel = AwsSdk.openTo(sdk, "pump-1").tunnelId();
    var vera = with(key("vera"));

    // Then
    assertThat(vera.describeTunnel(describe -> describe.tunnelId(tunnel)).tunnel().tunnelId())
        .isEqualTo(tunnel);
    assertThat(vera.listTunnels(_ -> {}).tunnelSummaries())
        .anySatisfy(each -> assertThat(each.tunnelId()).isEqualTo(tunnel));
    assertDenied(vera, client -> AwsSdk.openTo(client, "pump-1"), "iot:OpenTunnel");
    assertDenied(
        vera,
        client -> client.closeTunnel(close -> close.tunnelId(tunnel)),
        "User: arn:aws:iam::000000000000:user/vera is not authorized",
        "iot:CloseTunnel on resource: " + ARN + "tunnel/" + tunnel);
    assertDenied(
        vera,
        client ->
            client.rotateTunnelAccessToken(rotate -> rotate.tunnelId(tunnel).clientMode("SOURCE")),
        "iot:RotateTunnelAccessToken");
  }

  @Test
  void anExplicitDenyStandsOverAnAdministrator() throws IOException {
    // Given
    var tunnel = AwsSdk.openTo(sdk, "pump-1").tunnelId();
    var ada = with(key("ada"));
    policy("nobody-closes", NOBODY_CLOSES, "ada");

    // Then
    assertDenied(
        ada,
        client -> client.closeTunnel(close -> close.tunnelId(tunnel)),
        "with an explicit deny in an identity-based policy");
    ada.rotateTunnelAccessToken(rotate -> rotate.tunnelId(tunnel).clientMode("ALL"));

    // When
    own("DetachPolicy", Map.of("policyName", "nobody-closes", "attachedTo", "ada"));

    // Then
    ada.closeTunnel(close -> close.tunnelId(tunnel));
  }

  @Test
  void aPolicyOfTheDataPlaneIsAskedAtTheHandshakeAndSpendsNoToken() throws IOException {
    // Given
    var tunnel = AwsSdk.openTo(sdk, "pump-1");
    policy("devices-only", DEVICES_ONLY, "@data-plane");

    // When
    var answer = source(tunnel).refusedBy(server);
    Handshake.of("destination", tunnel.destinationAccessToken()).acceptedBy(server).close();

    // Then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("iot:ConnectToTunnel");
    assertThat(answer.header("x-status-reason")).hasValue(answer.body().strip());

    // When
    own("DetachPolicy", Map.of("policyName", "devices-only", "attachedTo", "@data-plane"));

    // Then
    source(tunnel).acceptedBy(server).close();
  }

  private static Handshake source(OpenTunnelResponse tunnel) {
    return Handshake.of("source", tunnel.sourceAccessToken());
  }

  @Test
  void aKeyThatIsDisabledOrRotatedIsRefusedAtOnce() throws IOException {
    // Given
    var key = key("vera");
    var old = with(key);
    old.listTunnels(_ -> {});

    // When
    own("UpdateAccessKey", Map.of("accessKeyId", key.id(), "status", "Inactive"));
    var disabled = refused(old, client -> client.listTunnels(_ -> {}));
    own("UpdateAccessKey", Map.of("accessKeyId", key.id(), "status", "Active"));
    old.listTunnels(_ -> {});
    var rotated = Key.in(own("RotateAccessKey", Map.of("accessKeyId", key.id())));
    var replaced = refused(old, client -> client.listTunnels(_ -> {}));

    // Then
    assertThat(List.of(disabled, replaced))
        .extracting(refusal -> refusal.awsErrorDetails().errorCode())
        .containsOnly("UnrecognizedClientException");
    assertThat(rotated.id()).isNotEqualTo(key.id());
    with(rotated).listTunnels(_ -> {});
  }
}
