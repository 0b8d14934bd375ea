package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.ConsoleFixture.Page;
import io.adit.server.auth.Role;
import io.adit.server.policy.PolicyTemplate;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of somebody who may reach some things only. */
class PolicedConsoleTest {
  private static final String TUNNEL =
      "{\"destinationConfig\":{\"thingName\":\"%s\",\"services\":[\"SSH\"]}}";

  @TempDir Path data;

  @Test
  void pagesShowAndConnectToWhatThePoliciesAllowAlone() throws IOException {
    try (var console = new ConsoleFixture(data)) {
      // Given
      Page administrator = console.signedIn("boss", Role.ADMINISTRATOR);
      String pump = administrator.open(TUNNEL.formatted("pump-1"));
      String door = administrator.open(TUNNEL.formatted("door-1"));
      Page ann = console.signedIn("ann", Role.NONE);
      assertThat(ann.get("tunnels").status()).isEqualTo(403);
      String policy = PolicyTemplate.operatorOfThings("pump-*").replace("\"", "\\\"");
      String input = "{\"policyName\":\"pumps\",\"policyDocument\":\"" + policy + "\"}";
      administrator.post("call/Adit/CreatePolicy", input.replace("\n", " "));

      // When
      String attachment = "{\"policyName\":\"pumps\",\"attachedTo\":\"ann\"}";
      assertThat(administrator.post("call/Adit/AttachPolicy", attachment).status()).isEqualTo(200);

      // Then
      assertThat(ann.get("tunnels").body()).contains(pump).doesNotContain(door);
      assertThat(ann.get("tunnels/" + pump).status()).isEqualTo(200);
      assertThat(ann.get("tunnels/" + door).body().replace(door, "none"))
          .isEqualTo(ann.get("tunnels/none").body());
      assertThat(ann.post("tunnels/" + pump + "/connect", "{}").status()).isEqualTo(200);
      assertThat(ann.post("tunnels/" + door + "/connect", "{}").body().replace(door, "none"))
          .isEqualTo(ann.post("tunnels/none/connect", "{}").body());
      assertThat(ann.get("things").status()).isEqualTo(403);
      assertThat(ann.get("users").status()).isEqualTo(403);
      assertThat(ann.post("call/Adit/AttachPolicy", attachment).status()).isEqualTo(403);
      assertThat(ann.get("session").body())
          .contains("iot:OpenTunnel", "\"role\":\"none\"")
          .doesNotContain("iot:CreateThing", "adit:Manage");
    }
  }
}
