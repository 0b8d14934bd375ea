package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.ConsoleFixture.Page;
import io.adit.server.auth.Role;
import io.adit.server.testing.RawConnection.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each call of the console, made by each role. */
class ConsoleRolesTest {
  @TempDir static Path data;
  private static final Map<Role, Page> PAGES = new EnumMap<>(Role.class);
  private static final List<Role> ROLES = List.of(Role.ADMINISTRATOR, Role.OPERATOR, Role.VIEWER);

  private static ConsoleFixture console;
  private static String tunnelId;
  private static String arn;
  private static String certificateId;

  @BeforeAll
  static void start() throws Exception {
    console = new ConsoleFixture(data);
    for (Role role : ROLES) {
      PAGES.put(role, console.signedIn(role.word(), role));
    }
    Page administrator = page(Role.ADMINISTRATOR);
    tunnelId = administrator.open("{\"destinationConfig\":{\"services\":[\"SSH\"]}}");
    arn = "arn:aws:iot:us-east-1:000000000000:tunnel/" + tunnelId;
    administrator.post("things/pump-7/enrol", "{}");
    String principal =
        ConsoleFixture.json(
                administrator.post("call/iot/ListThingPrincipals", "{\"thingName\":\"pump-7\"}"))
            .get("principals")
            .get(0)
            .asText();
    certificateId = principal.substring(principal.indexOf('/') + 1);
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  // Who may: a administrator, o operator, v viewer.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "aov | GET  | session                                       |",
        "aov | GET  | tunnels                                       |",
        "aov | GET  | tunnels/TUNNEL                                |",
        "aov | GET  | things                                        |",
        "aov | POST | call/IoTSecuredTunneling/ListTunnels          | {}",
        "aov | POST | call/IoTSecuredTunneling/DescribeTunnel       | {'tunnelId':'TUNNEL'}",
        "aov | POST | call/IoTSecuredTunneling/ListTagsForResource  | {'resourceArn':'ARN'}",
        "ao  | POST | call/IoTSecuredTunneling/OpenTunnel           | {}",
        "ao  | POST | call/IoTSecuredTunneling/TagResource          |"
            + " {'resourceArn':'ARN','tags':[{'key':'k','value':'v'}]}",
        "ao  | POST | call/IoTSecuredTunneling/UntagResource        |"
            + " {'resourceArn':'ARN','tagKeys':['k']}",
        "ao  | POST | call/IoTSecuredTunneling/RotateTunnelAccessToken |"
            + " {'tunnelId':'TUNNEL','clientMode':'ALL'}",
        "ao  | POST | tunnels/TUNNEL/connect                        | {'service':'SSH'}",
        "aov | POST | call/Adit/DiagnoseTunnel                      | {'tunnelId':'TUNNEL'}",
        "aov | POST | call/Adit/ListDeviceAuthorities               | {}",
        "aov | POST | call/iot/ListThings                           | {'maxResults':10}",
        "aov | POST | call/iot/DescribeThing                        | {'thingName':'pump-7'}",
        "aov | POST | call/iot/ListThingPrincipals                  | {'thingName':'pump-7'}",
        "ao  | POST | call/iot/CreateThing                          | {'thingName':'new'}",
        "ao  | POST | call/iot/DeleteThing                          | {'thingName':'none'}",
        "ao  | POST | call/iot/CreateKeysAndCertificate             | {'setAsActive':false}",
        "ao  | POST | things/pump-8/enrol                           | {}",
        "aov | POST | call/iot/DescribeCertificate                  | {'certificateId':'CERT'}",
        "ao  | POST | call/iot/UpdateCertificate                    |"
            + " {'certificateId':'CERT','newStatus':'INACTIVE'}",
        "ao  | POST | call/IoTSecuredTunneling/CloseTunnel          | {'tunnelId':'TUNNEL'}",
        "a   | GET  | users                                         |",
        "a   | GET  | audit                                         |",
        "a   | POST | users                                         |"
            + " {'user':'USER','role':'viewer','password':'correct horse battery'}",
      })
  void eachRoleMayDoWhatIsItsAndNoMore(String who, String method, String path, String json)
      throws IOException {
    for (Role role : ROLES) {
      // When
      Response answer = ask(role, method, path, json);

      // Then
      if (who.indexOf(role.word().charAt(0)) >= 0) {
        assertThat(answer.status()).as(role + " " + answer.body()).isIn(200, 204);
      } else {
        assertThat(answer.status()).as(role.name()).isEqualTo(403);
        assertThat(ConsoleFixture.json(answer).get("message").asText())
            .containsPattern("not authorized to perform: (iot|adit):[A-Z]");
      }
    }
    assertThat(ask(null, method, path, json).status()).isEqualTo(401);
  }

  private static Response ask(@Nullable Role role, String method, String path, String json)
      throws IOException {
    Page page = role == null ? console.stranger() : page(role);
    String there = path.strip().replace("TUNNEL", tunnelId);
    if (method.strip().equals("GET")) {
      return page.get(there);
    }
    String body =
        json.replace('\'', '"')
            .replace("TUNNEL", tunnelId)
            .replace("ARN", arn)
            .replace("CERT", certificateId)
            .replace("USER", "new-" + System.nanoTime());
    return page.post(there, body);
  }

  private static Page page(Role role) {
    return Objects.requireNonNull(PAGES.get(role));
  }
}
