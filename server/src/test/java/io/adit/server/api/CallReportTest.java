package io.adit.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.auth.Caller;
import io.adit.server.auth.Role;
import io.adit.server.http.ApiRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who listen hear of calls. */
class CallReportTest {
  private ApiFixture fixture;

  @BeforeEach
  void open(@TempDir Path folder) {
    fixture = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCallThatWasDoneHasItsCallerAndWhatWasSent() {
    fixture.call("OpenTunnel", "{\"description\":\"pump\"}");

    CallReport report = onlyReport();
    assertThat(report.service()).isEqualTo("IoTSecuredTunneling");
    assertThat(report.operation()).isEqualTo("OpenTunnel");
    assertThat(report.caller()).extracting(Caller::user).isEqualTo("administrator");
    assertThat(report.members().get()).isEqualTo(Map.of("description", "pump"));
    assertThat(report.answer().status()).isEqualTo(200);
    assertThat(report.failure()).isNull();
    assertThat(report.took()).isPositive();
  }

  @Test
  void aCallThatFailedHasItsError() {
    fixture.call("DescribeTunnel", "{\"tunnelId\":\"none\"}");

    CallReport report = onlyReport();
    assertThat(report.operation()).isEqualTo("DescribeTunnel");
    assertThat(report.answer().status()).isEqualTo(400);
    assertThat(report.failure())
        .extracting(failure -> failure.error().type())
        .isEqualTo("ResourceNotFoundException");
  }

  @Test
  void aStrangersCallHasNoCaller() {
    ApiRequest signed = fixture.sign("ListTunnels", "{}");
    fixture.api.handle(
        new ApiRequest(
            signed.method(),
            signed.path(),
            signed.query(),
            signed.headers(),
            "{\"maxResults\":1}".getBytes(UTF_8),
            "192.0.2.1:1234",
            "r-1"));

    CallReport report = onlyReport();
    assertThat(report.operation()).isEqualTo("ListTunnels");
    assertThat(report.caller()).isNull();
    assertThat(report.origin().remoteAddress()).isEqualTo("192.0.2.1:1234");
    assertThat(report.origin().requestId()).isEqualTo("r-1");
    assertThat(report.failure()).extracting(failure -> failure.error().status()).isEqualTo(403);
  }

  @Test
  void namesThatNoOperationHasAreNotRepeated() {
    fixture.call("MineBitcoin", "{}");
    fixture.iot("GET", "/no-such-thing", "", "");
    fixture.sts("Action=GetSessionToken&Version=2011-06-15");

    assertThat(fixture.reports())
        .hasSize(3)
        .allSatisfy(report -> assertThat(report.operation()).isEmpty())
        .allSatisfy(report -> assertThat(report.failure()).isNotNull());
  }

  @Test
  void membersAreGatheredFromPathQueryHeaderAndBody() {
    fixture.iot("POST", "/things/pump%201?a=b", "", "{\"attributePayload\":{}}");
    fixture.iot("PUT", "/things/pump/principals", "arn:aws:iot:x", "");

    assertThat(fixture.reports().getFirst().operation()).isEqualTo("CreateThing");
    assertThat(fixture.reports().getFirst().members().get())
        .isEqualTo(Map.of("thingName", "pump 1", "a", "b", "attributePayload", Map.of()));
    assertThat(fixture.reports().getLast().members().get())
        .isEqualTo(Map.of("thingName", "pump", "principal", "arn:aws:iot:x"));
  }

  @Test
  void membersThatCannotBeReadSaySo() {
    fixture.call("OpenTunnel", "{");

    assertThatThrownBy(() -> onlyReport().members().get()).isInstanceOf(ApiException.class);
  }

  @Test
  void callsFromTheConsoleAreReportedToo() {
    List<CallReport> heard = new ArrayList<>();
    var ana = fixture.principals.atConsole("ana", Role.OPERATOR, "192.0.2.7");
    var calls = new NamedCalls(List.of(fixture.iot), CallListener.all(List.of(heard::add)));
    var origin = new CallOrigin("192.0.2.7:4711", "Firefox", "r-2");

    calls.run(
        new NamedCalls.Call("iot", "CreateThing", "{\"thingName\":\"p\"}".getBytes(UTF_8), origin),
        ana);
    calls.run(new NamedCalls.Call("iot", "NoSuch", new byte[0], origin), ana);

    assertThat(heard).extracting(CallReport::operation).containsExactly("CreateThing", "");
    assertThat(heard).extracting(CallReport::origin).containsOnly(origin);
    assertThat(heard.getFirst().members().get()).isEqualTo(Map.of("thingName", "p"));
    assertThat(heard.getLast().failure()).isNotNull();
  }

  private CallReport onlyReport() {
    assertThat(fixture.reports()).hasSize(1);
    return fixture.reports().getFirst();
  }
}
