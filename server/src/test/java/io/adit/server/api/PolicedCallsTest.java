package io.adit.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.adit.server.auth.AccessKey;
import io.adit.server.auth.Role;
import io.adit.server.policy.PolicyTemplate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What users with policies of their own may call: AWS's documented policies, and what they miss.
 */
class PolicedCallsTest {
  private static final String PLACE = "arn:aws:iot:us-east-1:000000000000:";
  private static final String TO_THING =
      "{'destinationConfig':{'thingName':'%s','services':['%s']}}";

  @TempDir Path folder;
  private ApiFixture fixture;
  private AccessKey ann;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
    ann = fixture.user("ann", Role.NONE);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whoHasNoPolicyMayNothingAndIsToldInAwssWords() {
    assertThat(ann("OpenTunnel", "{}"))
        .isEqualTo(
            "403 {\"__type\":\"AccessDeniedException\",\"message\":\"User:"
                + " arn:aws:iam::000000000000:user/ann is not authorized to perform: iot:OpenTunnel"
                + " on resource: arn:aws:iot:us-east-1:000000000000:tunnel/* because no"
                + " identity-based policy allows the iot:OpenTunnel action\"}");
    fixture.allow("ann", statement("Deny", "iot:*", "'*'", ""));
    assertThat(ann("OpenTunnel", "{}"))
        .contains("tunnel/* with an explicit deny in an identity-based policy");
  }

  @Test
  void awsOpenTunnelToOneThing() {
    fixture.allow("ann", allow("iot:OpenTunnel", "'P:tunnel/*','P:thing/TestDevice'"));

    assertThat(ann("OpenTunnel", TO_THING.formatted("TestDevice", "SSH"))).startsWith("200");
    assertThat(ann("OpenTunnel", "{}")).startsWith("200");
    assertThat(ann("OpenTunnel", TO_THING.formatted("Other", "SSH")))
        .startsWith("403")
        .contains("on resource: " + PLACE + "thing/Other because");
  }

  @Test
  void awsOpenTunnelToTheThingsOfAGroup() {
    // Given
    group("TestGroup1", "inside");
    group("Others", "outside");
    fixture.allow(
        "ann",
        statement(
            "Allow",
            "iot:OpenTunnel",
            "'P:tunnel/*'",
            "'ForAnyValue:StringLike':{'iot:ThingGroupArn':['P:thinggroup/TestGroup*']},"
                + "'ForAllValues:StringEquals':{'iot:TunnelDestinationService':['SSH']}"));

    // Then
    assertThat(ann("OpenTunnel", TO_THING.formatted("inside", "SSH"))).startsWith("200");
    assertThat(ann("OpenTunnel", TO_THING.formatted("inside", "SSH','VNC"))).startsWith("403");
    assertThat(ann("OpenTunnel", TO_THING.formatted("outside", "SSH"))).startsWith("403");
    assertThat(ann("OpenTunnel", TO_THING.formatted("unheard-of", "SSH"))).startsWith("403");
    assertThat(ann("OpenTunnel", "{}")).startsWith("403");
  }

  @Test
  void awsOpenTunnelWithOneTagAndNoOther() {
    fixture.allow(
        "ann",
        statement(
            "Allow",
            "iot:OpenTunnel",
            "'P:tunnel/*'",
            "'StringEquals':{'aws:RequestTag/Owner':'Admin'},"
                + "'ForAllValues:StringEquals':{'aws:TagKeys':'Owner'}"));

    assertThat(ann("OpenTunnel", "{'tags':[{'key':'Owner','value':'Admin'}]}")).startsWith("200");
    assertThat(ann("OpenTunnel", "{'tags':[{'key':'Owner','value':'Eve'}]}")).startsWith("403");
    assertThat(
            ann("OpenTunnel", "{'tags':[{'key':'Owner','value':'Admin'},{'key':'x','value':'y'}]}"))
        .startsWith("403");
    assertThat(ann("OpenTunnel", "{}")).startsWith("403");
  }

  @Test
  void awsRotateTheTokensOfOneThing() {
    // Given
    String mine = opened(TO_THING.formatted("TestDevice", "SSH"));
    String others = opened(TO_THING.formatted("Other", "SSH"));
    fixture.allow("ann", allow("iot:RotateTunnelAccessToken", "'P:tunnel/*','P:thing/TestDevice'"));

    // Then
    assertThat(rotate(mine, "SOURCE", "")).startsWith("200");
    assertThat(rotate(mine, "ALL", TO_THING.formatted("TestDevice", "SSH"))).startsWith("200");
    assertThat(rotate(mine, "ALL", TO_THING.formatted("Other", "SSH"))).startsWith("403");
    // A source token of this tunnel is a way to the other thing.
    assertThat(rotate(others, "SOURCE", "")).startsWith("400").contains("does not exist");
  }

  @Test
  void awsRotateTheDestinationOfAGroupsThings() {
    // Given
    group("TestGroup1", "inside");
    String inside = opened(TO_THING.formatted("inside", "SSH"));
    String free = opened("{}");
    fixture.allow(
        "ann",
        statement(
            "Allow",
            "iot:RotateTunnelAccessToken",
            "'P:tunnel/*'",
            "'ForAnyValue:StringLike':{'iot:ThingGroupArn':['P:thinggroup/TestGroup*']},"
                + "'ForAllValues:StringEquals':{'iot:TunnelDestinationService':['SSH'],"
                + "'iot:ClientMode':'DESTINATION'}"));

    // Then
    assertThat(rotate(inside, "DESTINATION", "")).startsWith("200");
    assertThat(rotate(inside, "SOURCE", "")).startsWith("403");
    assertThat(rotate(inside, "ALL", "")).startsWith("403");
    assertThat(rotate(free, "DESTINATION", "")).startsWith("403");
  }

  @Test
  void awsDescribeTunnelsWithATag() {
    // Given
    String admins = opened("{'tags':[{'key':'Owner','value':'Admin'}]}");
    String others = opened("{'tags':[{'key':'Owner','value':'Eve'}]}");
    fixture.allow(
        "ann",
        statement(
            "Allow",
            "iot:DescribeTunnel",
            "'P:tunnel/*'",
            "'StringEquals':{'aws:ResourceTag/Owner':'Admin'}"));

    // Then
    assertThat(describe(admins)).startsWith("200");
    assertThat(ann("Adit.DiagnoseTunnel", id(admins))).startsWith("200");
    assertThat(describe(others)).startsWith("403");
    assertThat(describe(others).replace(others, "nothing")).isEqualTo(describe("nothing"));
  }

  @Test
  void whoIsDeniedATunnelIsNotToldThatItIsThere() {
    // Given a policy by which only what is there is denied
    String secret = opened("{'tags':[{'key':'secret','value':'yes'}]}");
    fixture.allow("ann", allow("iot:*", "'*'"));
    fixture.allow(
        "ann",
        statement("Deny", "iot:*", "'*'", "'StringEquals':{'aws:ResourceTag/secret':'yes'}"));

    // Then
    for (String operation : List.of("DescribeTunnel", "CloseTunnel", "Adit.DiagnoseTunnel")) {
      assertThat(ann(operation, id(secret)).replace(secret, "nothing"))
          .isEqualTo(ann(operation, id("nothing")));
    }
    assertThat(rotate(secret, "ALL", "").replace(secret, "nothing"))
        .isEqualTo(rotate("nothing", "ALL", ""));
    assertThat(tags(secret).replace(secret, "nothing")).isEqualTo(tags("nothing"));
    assertThat(ann("ListTunnels", "{}")).doesNotContain(secret);
    assertThat(fixture.call("DescribeTunnel", json(id(secret)))).contains("\"OPEN\"");
  }

  @Test
  void awsListTunnelsOfOneThing() {
    // Given
    String mine = opened(TO_THING.formatted("TestDevice", "SSH"));
    String others = opened(TO_THING.formatted("Other", "SSH"));
    fixture.allow("ann", allow("iot:ListTunnels", "'P:tunnel/*','P:thing/TestDevice'"));

    // Then
    assertThat(ann("ListTunnels", "{'thingName':'TestDevice'}")).startsWith("200").contains(mine);
    assertThat(ann("ListTunnels", "{'thingName':'Other'}")).startsWith("403");
    assertThat(ann("ListTunnels", "{}")).startsWith("200").contains(mine).doesNotContain(others);
  }

  @Test
  void aListGoesOnUntilItsPageIsFull() throws IOException {
    // Given
    String mine = opened(TO_THING.formatted("TestDevice", "SSH"));
    for (int i = 0; i < 5; i++) {
      opened(TO_THING.formatted("Other", "SSH"));
    }
    fixture.allow("ann", allow("iot:ListTunnels", "'P:tunnel/*','P:thing/TestDevice'"));

    // When
    String page = ann("ListTunnels", "{'maxResults':1}");

    // Then
    assertThat(page).contains(mine);
    assertThat(new ObjectMapper().readTree(page.substring(4)).has("nextToken")).isFalse();
  }

  @Test
  void awsCloseTunnelsOfATeamWithoutDeletingThem() {
    // Given
    String teams = opened("{'tags':[{'key':'Owner','value':'QATeam'}]}");
    String others = opened("{}");
    fixture.allow(
        "ann",
        statement(
            "Allow",
            "iot:CloseTunnel",
            "'P:tunnel/*'",
            "'Bool':{'iot:Delete':'false'},'StringEquals':{'aws:ResourceTag/Owner':'QATeam'}"));

    // Then
    assertThat(ann("CloseTunnel", "{'tunnelId':'" + teams + "','delete':true}")).startsWith("403");
    assertThat(ann("CloseTunnel", id(others))).startsWith("403");
    assertThat(ann("CloseTunnel", id(teams))).isEqualTo("200 {}");
  }

  @Test
  void awsTagsOfOneTunnel() {
    // Given
    String mine = opened("{}");
    String others = opened("{}");
    String resource = "'P:tunnel/" + mine + "'";
    fixture.allow("ann", allow("iot:TagResource", resource));
    fixture.allow("ann", allow("iot:UntagResource", resource));
    fixture.allow("ann", allow("iot:ListTagsForResource", resource));

    // Then
    String tag = "{'resourceArn':'P:tunnel/%s','tags':[{'key':'a','value':'b'}]}";
    assertThat(ann("TagResource", tag.formatted(mine))).startsWith("200");
    assertThat(ann("TagResource", tag.formatted(others))).startsWith("403");
    assertThat(tags(mine)).startsWith("200").contains("\"a\"");
    assertThat(tags(others)).startsWith("403");
    String untag = "{'resourceArn':'P:tunnel/%s','tagKeys':['a']}";
    assertThat(ann("UntagResource", untag.formatted(mine))).startsWith("200");
    assertThat(ann("UntagResource", untag.formatted(others))).startsWith("403");
  }

  @Test
  void anOperatorOfAGroupSeesAndReachesItsThingsOnly() {
    // Given
    group("pumps", "pump-1");
    group("doors", "door-1");
    String mine = opened(TO_THING.formatted("pump-1", "SSH"));
    String others = opened(TO_THING.formatted("door-1", "SSH"));
    String free = opened("{}");
    fixture.allow("ann", PolicyTemplate.operatorOfGroup("pumps"));

    // Then
    assertThat(ann("OpenTunnel", TO_THING.formatted("pump-1", "SSH"))).startsWith("200");
    assertThat(ann("OpenTunnel", TO_THING.formatted("door-1", "SSH"))).startsWith("403");
    assertThat(ann("OpenTunnel", "{}")).startsWith("403");
    assertThat(ann("ListTunnels", "{}")).contains(mine).doesNotContain(others, free);
    assertThat(describe(mine)).startsWith("200");
    assertThat(describe(others)).startsWith("403");
    assertThat(rotate(mine, "SOURCE", "")).startsWith("200");
    assertThat(rotate(others, "SOURCE", "")).startsWith("403");
    assertThat(ann("CloseTunnel", id(mine))).startsWith("200");
    assertThat(ann("CloseTunnel", id(others))).startsWith("403");
  }

  @Test
  void anOperatorOfThingsByNameSeesAndReachesThoseOnly() {
    // Given
    String mine = opened(TO_THING.formatted("pump-1", "SSH"));
    String others = opened(TO_THING.formatted("door-1", "SSH"));
    fixture.allow("ann", PolicyTemplate.operatorOfThings("pump-*"));

    // Then
    assertThat(ann("OpenTunnel", TO_THING.formatted("pump-1", "SSH"))).startsWith("200");
    assertThat(ann("OpenTunnel", TO_THING.formatted("door-1", "SSH"))).startsWith("403");
    assertThat(ann("ListTunnels", "{}")).contains(mine).doesNotContain(others);
    assertThat(describe(others)).startsWith("403");
  }

  @Test
  void aUserMayBeLetSeeToTheOwnKeysAlone() {
    // Given
    AccessKey bob = fixture.user("bob", Role.NONE);
    fixture.allow(
        "ann",
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"adit:ManageAccessKeys\","
            + "\"Resource\":\"arn:aws:iam::*:user/${aws:username}\"}}");

    // Then
    assertThat(ann("Adit.ListAccessKeys", "{'userName':'ann'}"))
        .startsWith("200")
        .contains(ann.id());
    assertThat(ann("Adit.ListAccessKeys", "{}")).startsWith("403");
    assertThat(ann("Adit.CreateAccessKey", "{'userName':'bob'}")).startsWith("403");
    assertThat(ann("Adit.DeleteAccessKey", "{'accessKeyId':'" + bob.id() + "'}"))
        .isEqualTo(ann("Adit.DeleteAccessKey", "{'accessKeyId':'ADITNOSUCHKEY'}"))
        .startsWith("403");
    assertThat(ann("Adit.RotateAccessKey", "{'accessKeyId':'" + ann.id() + "'}"))
        .startsWith("200")
        .contains("secretAccessKey");
    assertThat(ann("Adit.ListAccessKeys", "{'userName':'ann'}")).contains("UnrecognizedClient");
  }

  @Test
  void theAddressAndTheTimeOfACallCount() {
    fixture.allow(
        "ann",
        statement(
            "Allow",
            "iot:OpenTunnel",
            "'*'",
            "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'},'Bool':{'aws:SecureTransport':'true'},"
                + "'DateLessThan':{'aws:CurrentTime':'2026-11-24T13:00:00Z'}"));

    assertThat(ann("OpenTunnel", "{}")).startsWith("200");
    fixture.clock.advance(Duration.ofHours(1));
    assertThat(ann("OpenTunnel", "{}")).startsWith("403");
  }

  private void group(String group, String thing) {
    assertThat(fixture.iot("POST", "/things/" + thing, "", "")).startsWith("200");
    assertThat(fixture.iot("POST", "/thing-groups/" + group, "", "{}")).startsWith("200");
    assertThat(
            fixture.iot(
                "PUT",
                "/thing-groups/addThingToThingGroup",
                "",
                json("{'thingGroupName':'%s','thingName':'%s'}".formatted(group, thing))))
        .isEqualTo("200 {}");
  }

  /** As the administrator opens it; returns its id. */
  private String opened(String input) {
    String answer = fixture.call("OpenTunnel", json(input));
    assertThat(answer).startsWith("200");
    return answer.replaceFirst(".*\"tunnelId\":\"([^\"]+)\".*", "$1");
  }

  private String ann(String operation, String input) {
    return fixture.call(ann, operation, json(input));
  }

  private String describe(String tunnelId) {
    return ann("DescribeTunnel", id(tunnelId));
  }

  private String tags(String tunnelId) {
    return ann("ListTagsForResource", "{'resourceArn':'P:tunnel/" + tunnelId + "'}");
  }

  /**
   * @param rest with the destination's configuration; empty: none
   */
  private String rotate(String tunnelId, String mode, String rest) {
    String more = rest.isEmpty() ? "}" : "," + rest.substring(1);
    return ann(
        "RotateTunnelAccessToken",
        "{'tunnelId':'%s','clientMode':'%s'%s".formatted(tunnelId, mode, more));
  }

  private static String id(String tunnelId) {
    return "{'tunnelId':'" + tunnelId + "'}";
  }

  private static String allow(String action, String resources) {
    return statement("Allow", action, resources, "");
  }

  private static String statement(
      String effect, String action, String resources, String condition) {
    return json(
        "{'Version':'2012-10-17','Statement':[{'Effect':'%s','Action':'%s','Resource':[%s],'Condition':{%s}}]}"
            .formatted(effect, action, resources, condition));
  }

  private static String json(String text) {
    return text.replace('\'', '"').replace("P:", PLACE);
  }
}
