package io.adit.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.api.ApiService;
import io.adit.server.api.AwsAccount;
import io.adit.server.api.CallListener;
import io.adit.server.api.CallOrigin;
import io.adit.server.api.NamedCalls;
import io.adit.server.api.Subjects;
import io.adit.server.api.TargetCalls;
import io.adit.server.api.tunneling.TunnelingService;
import io.adit.server.auth.Caller;
import io.adit.server.auth.Role;
import io.adit.server.http.ApiResponse;
import io.adit.server.limit.CallRates;
import io.adit.server.limit.CallerLimits;
import io.adit.server.limit.LimitOptions;
import io.adit.server.policy.Facts;
import io.adit.server.policy.Policies;
import io.adit.server.store.Database;
import io.adit.server.store.SqlTunnels;
import io.adit.server.testing.Race;
import io.adit.server.tunnel.TunnelArns;
import io.adit.server.tunnel.TunnelLimits;
import io.adit.server.tunnel.TunnelRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits as callers of the API meet them, on a real database. */
@SuppressWarnings("NullAway.Init") // each test starts with its own limits
class LimitPartsTest {
  private static final Caller ANN = caller("AKIAANN", "ann");
  private static final Caller BOB = caller("AKIABOB", "bob");
  private static final LimitOptions NONE = LimitOptions.NONE;

  @TempDir Path folder;
  private final Parts parts = new Parts();
  private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");
  private NamedCalls calls;
  private TargetCalls desk;

  @AfterEach
  void stop() {
    parts.close();
  }

  @Test
  void aCallThatComesTooSoonIsThrottledAsAwssClientsExpect() {
    // Given
    start(LimitOptions.AWS);

    // When
    String first = call(ANN, "OpenTunnel", "{}");
    String second = call(BOB, "OpenTunnel", "{}");

    // Then
    assertThat(first).startsWith("200 ");
    assertThat(second)
        .startsWith(
            "400 {\"error\":\"ThrottlingException\",\"message\":\"Rate exceeded: all callers"
                + " together may call OpenTunnel 1/s, and that was used up; the next call may come");
    assertThat(call(BOB, "ListTunnels", "{}")).startsWith("200 ");
  }

  @Test
  void aPersonHasTheSameLimitsAtTheConsoleAndWithKeys() {
    // Given
    start(of(new CallerLimits(1, CallRates.NONE)));

    // When
    call(ANN, "OpenTunnel", "{}");

    // Then
    assertThat(call(caller(null, "ann"), "OpenTunnel", "{}"))
        .isEqualTo(
            "400 {\"error\":\"LimitExceededException\",\"message\":\"ann can have at most 1 open"
                + " tunnels, and has 1; close one, or have the limit raised ('adit limits set"
                + " --principal ann open-tunnels=...')\"}");
    assertThat(call(BOB, "OpenTunnel", "{}")).startsWith("200 ");
  }

  @Test
  void ofManyWhoOpenAtOnceAsManySucceedAsMay() throws Exception {
    // Given
    start(
        new LimitOptions(
            new CallerLimits(7, CallRates.NONE), NONE.principal(), NONE.thing(), NONE.links()));

    // When
    List<String> answers = Race.of(60, _ -> () -> call(ANN, "OpenTunnel", "{}"));

    // Then
    assertThat(answers).filteredOn(answer -> answer.startsWith("200 ")).hasSize(7);
    assertThat(answers)
        .filteredOn(answer -> answer.contains("The account can have at most 7 open tunnels"))
        .hasSize(53);
    assertThat(desk("ListLimitUse", "{}"))
        .isEqualTo(
            "200 {\"tunnels\":[{\"openTunnels\":7,\"most\":7},{\"principal\":\"ann\","
                + "\"openTunnels\":7}],\"things\":[]}");
  }

  @Test
  void aTunnelThatIsOverMakesRoom() {
    // Given
    start(of(new CallerLimits(1, CallRates.NONE)));
    call(ANN, "OpenTunnel", "{\"timeoutConfig\":{\"maxLifetimeTimeoutMinutes\":10}}");

    // When
    now = now.plus(Duration.ofMinutes(10));

    // Then
    String opened = call(ANN, "OpenTunnel", "{}");
    assertThat(opened).startsWith("200 ");

    // When
    String id = opened.replaceFirst(".*\"tunnelId\":\"([^\"]+)\".*", "$1");
    call(ANN, "CloseTunnel", "{\"tunnelId\":\"%s\"}".formatted(id));

    // Then
    assertThat(call(ANN, "OpenTunnel", "{}")).startsWith("200 ");
  }

  @Test
  void onePrincipalCanHaveAnotherLimit() {
    // Given
    start(of(new CallerLimits(1, CallRates.NONE)));

    // When
    String put =
        desk("PutLimit", "{\"principal\":\"ann\",\"limit\":\"open-tunnels\",\"value\":\"2\"}");

    // Then
    assertThat(put)
        .isEqualTo(
            "200 {\"limit\":{\"principal\":\"ann\",\"limit\":\"open-tunnels\",\"value\":\"2\"}}");
    assertThat(call(ANN, "OpenTunnel", "{}")).startsWith("200 ");
    assertThat(call(ANN, "OpenTunnel", "{}")).startsWith("200 ");
    assertThat(call(ANN, "OpenTunnel", "{}")).contains("at most 2 open tunnels, and has 2");
    assertThat(call(BOB, "OpenTunnel", "{}")).startsWith("200 ");
    assertThat(call(BOB, "OpenTunnel", "{}")).contains("at most 1 open tunnels, and has 1");
    assertThat(desk("ListLimits", "{}"))
        .contains("\"principal\":{\"open-tunnels\":\"1\",\"call-rate\":\"off\"}")
        .endsWith("\"own\":[{\"principal\":\"ann\",\"limit\":\"open-tunnels\",\"value\":\"2\"}]}");

    // When
    String input = "{\"principal\":\"ann\",\"limit\":\"open-tunnels\"}";
    desk("DeleteLimit", input);

    // Then
    assertThat(call(ANN, "OpenTunnel", "{}")).contains("at most 1 open tunnels, and has 1");
    assertThat(desk("DeleteLimit", input))
        .isEqualTo(
            "RegistryException The principal ann has no limit open-tunnels of its own; everybody's"
                + " holds already");
  }

  @Test
  void nothingIsOpenedToAThingWhoseDataIsUsedUp() {
    // Given: it carries something in the relay's tests.
    start(NONE);

    // When
    String reset = desk("ResetDataUse", "{\"thing\":\"pump-7\"}");
    desk("PutLimit", "{\"thing\":\"pump-7\",\"limit\":\"data\",\"value\":\"2GB/month\"}");

    // Then
    assertThat(reset)
        .isEqualTo(
            "RegistryException The thing pump-7 has no data budget; give it one first (adit limits"
                + " set --thing pump-7 data=2GB/month)");
    assertThat(desk("ResetDataUse", "{\"thing\":\"pump-7\"}"))
        .isEqualTo(
            "200 {\"use\":{\"thing\":\"pump-7\",\"usedBytes\":0,\"budgetBytes\":2000000000,"
                + "\"data\":\"2GB/month\",\"percent\":0,\"isUsedUp\":false,\"endsAt\":1796083200.000}}");
  }

  @Test
  void whatIsNoLimitIsRefusedWithAllThatIsWrong() {
    start(NONE);

    assertThat(desk("PutLimit", "{}"))
        .contains("3 validation errors")
        .contains("Exactly one of principal and thing must be given")
        .contains("'limit'")
        .contains("'value'");
    assertThat(desk("PutLimit", "{\"thing\":\"a\",\"limit\":\"open-tunnels\",\"value\":\"1\"}"))
        .contains("Member must satisfy enum value set: [bandwidth, data]");
    assertThat(desk("PutLimit", "{\"thing\":\"a\",\"limit\":\"data\",\"value\":\"2GB\"}"))
        .contains("'2GB' is no value of data: give such as 500MB/day or 2GB/month, or off");
    assertThat(desk("PutLimit", "{\"principal\":\"a\",\"limit\":\"call-rate\",\"value\":\"fast\"}"))
        .contains("'fast' is no value of call-rate: give such as OpenTunnel=5/s,*=50/s, or off");
    assertThat(desk("ListLimits", "{}")).endsWith("\"own\":[]}");
  }

  private static LimitOptions of(CallerLimits principal) {
    return new LimitOptions(NONE.account(), principal, NONE.thing(), NONE.links());
  }

  private void start(LimitOptions options) {
    Database database = parts.add(new Database(folder.resolve("adit.db")));
    Clock clock = new TestClock();
    LimitParts limits = LimitParts.of(options, database, parts, clock);
    var registry =
        new TunnelRegistry(
            new SqlTunnels(database),
            clock,
            new SecureRandom(),
            new TunnelArns("us-east-1", "000000000000"),
            new TunnelLimits(3, Duration.ofHours(3), 50, limits));
    calls =
        new NamedCalls(
            List.of(new TunnelingService(registry, null, subjects(registry))),
            CallListener.all(List.of(limits)));
    desk = new TargetCalls("Adit.", limits.operations(clock));
  }

  private static Subjects subjects(TunnelRegistry registry) {
    return new Subjects(new AwsAccount("us-east-1", "000000000000"), registry, _ -> List.of());
  }

  private static Caller caller(@Nullable String accessKeyId, String user) {
    Policies all = new Policies(List.of(Role.ADMINISTRATOR.policy()));
    return new Caller(accessKeyId, user, "arn of " + user, all, Facts.NONE);
  }

  private String call(Caller caller, String operation, String input) {
    return text(
        calls.run(
            new NamedCalls.Call(
                "IoTSecuredTunneling",
                operation,
                input.getBytes(UTF_8),
                new CallOrigin("", "", "request")),
            caller));
  }

  private String desk(String operation, String input) {
    ApiService.Call call = desk.named(operation, input.getBytes(UTF_8));
    try {
      return text(call.work().apply(ANN));
    } catch (RuntimeException e) {
      return e.getClass().getSimpleName() + " " + e.getMessage();
    }
  }

  private static String text(ApiResponse answer) {
    return answer.status() + " " + new String(answer.body(), UTF_8);
  }

  private final class TestClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
