package io.adit.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.adit.server.auth.Role;
import io.adit.server.oidc.OidcException.Reason;
import io.adit.server.user.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OidcSignInTest {
  private static final String BACK = "https://adit.example.com/console/api/oidc/callback";

  private FakeIssuer issuer;
  private OidcSignIn signIn;
  private final AtomicLong nanos = new AtomicLong();

  @BeforeEach
  void start() throws Exception {
    issuer = new FakeIssuer();
    signIn =
        new OidcSignIn(
            new OidcOptions(
                issuer.url(),
                "adit",
                "secret",
                "Fake",
                "realm_access.roles",
                Map.of(Role.OPERATOR, List.of("ops"), Role.ADMINISTRATOR, List.of("admins"))),
            new SecureRandom(),
            nanos::get);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void whoComesBackIsKnownByNameAndRole() {
    // When
    OidcSignIn.Started started = signIn.start(BACK);
    Map<String, String> asked = asked(started);
    OidcSignIn.Identity identity = signIn.finish(back(started));

    // Then
    assertThat(identity.user()).matches("oidc:ann~[0-9a-f]{8}");
    assertThat(identity.role()).isEqualTo(Role.OPERATOR);
    assertThat(asked).containsEntry("response_type", "code").containsEntry("redirect_uri", BACK);
    Map<String, String> form = parameters(issuer.lastForm());
    assertThat(form).containsEntry("code", "the-code").containsEntry("redirect_uri", BACK);
    assertThat(Secrets.challenge(String.valueOf(form.get("code_verifier"))))
        .isEqualTo(asked.get("code_challenge"));
    assertThat(started.url()).doesNotContain(started.secret());
  }

  @Test
  void twoPeopleAreTwoUsersWhateverTheyCallThemselves() {
    // Given
    List<Consumer<JWTClaimsSet.Builder>> people =
        List.of(
            claims -> claims.subject("1").claim("preferred_username", "ann b"),
            claims -> claims.subject("2").claim("preferred_username", "ann b"),
            claims -> claims.subject("3").claim("preferred_username", "ann/b"),
            claims -> claims.subject("4").claim("preferred_username", "ann_b"),
            claims -> claims.subject("1").claim("preferred_username", "ann b"));

    // When
    List<String> users = new ArrayList<>();
    for (Consumer<JWTClaimsSet.Builder> person : people) {
      issuer.lie(person);
      users.add(signIn.finish(back(signIn.start(BACK))).user());
    }

    // Then
    assertThat(users).allMatch(user -> user.startsWith("oidc:ann_b~"));
    assertThat(users.subList(0, 4)).doesNotHaveDuplicates();
    assertThat(users.getLast()).isEqualTo(users.getFirst());
  }

  @Test
  void aProviderThatIsDownIsAskedOnceByAllAndAgainAfterAWhile() throws Exception {
    // Given
    issuer.setDown(true);

    // When
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> starts = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        starts.add(threads.submit(() -> signIn.start(BACK)));
      }
      for (Future<?> start : starts) {
        assertThatThrownBy(() -> start.get(20, TimeUnit.SECONDS))
            .hasMessageContaining("did not answer with a JSON object");
      }
    }

    // Then
    assertThat(issuer.discoveries()).isEqualTo(1);
    issuer.setDown(false);
    assertThatThrownBy(() -> signIn.start(BACK)).isInstanceOf(OidcException.class);
    nanos.addAndGet(OidcProvider.REMEMBERED.toNanos());
    signIn.start(BACK);
    assertThat(issuer.discoveries()).isEqualTo(2);
  }

  @Test
  void anAnswerIsGoodInTheBrowserThatAskedOnly() {
    OidcSignIn.Started victims = signIn.start(BACK);
    OidcSignIn.Started attackers = signIn.start(BACK);
    OidcSignIn.Back planted = back(attackers);

    refused(
        Reason.FOREIGN, new OidcSignIn.Back(BACK, victims.secret(), planted.state(), "code", null));
    refused(Reason.FOREIGN, new OidcSignIn.Back(BACK, null, planted.state(), "code", null));
    refused(Reason.FOREIGN, new OidcSignIn.Back(BACK, victims.secret(), null, "code", null));
  }

  @Test
  void aTokenThatIsNotForThisSignInIsNotTrusted() {
    long past = Instant.now().getEpochSecond() - 3600;
    List<Consumer<JWTClaimsSet.Builder>> lies =
        List.of(
            claims -> claims.issuer("https://evil.example"),
            claims -> claims.audience("other"),
            claims -> claims.audience(List.of("adit", "other")),
            claims -> claims.claim("exp", past),
            claims -> claims.claim("exp", null),
            claims -> claims.claim("nonce", "another"),
            claims -> claims.claim("nonce", null),
            claims -> claims.subject(null));
    for (Consumer<JWTClaimsSet.Builder> lie : lies) {
      issuer.lie(lie);
      refused(Reason.PROVIDER, back(signIn.start(BACK)));
    }
  }

  @Test
  void aTokenOfAnotherKeyIsNotTrusted() throws Exception {
    issuer.signWith(FakeIssuer.newKey());

    refused(Reason.PROVIDER, back(signIn.start(BACK)));
  }

  @Test
  void whoHasNoRoleOrIsRefusedIsNotLetIn() {
    issuer.lie(claims -> claims.claim("realm_access", Map.of("roles", List.of("Ops"))));
    refused(Reason.NO_ROLE, back(signIn.start(BACK)));

    OidcSignIn.Back back = back(signIn.start(BACK));
    refused(
        Reason.REFUSED,
        new OidcSignIn.Back(BACK, back.secret(), back.state(), null, "access_denied"));
  }

  @Test
  void aProviderThatCallsItselfOtherwiseOrIsNotThereIsToldOf() {
    var options =
        new OidcOptions(
            issuer.url() + "/", "adit", null, "Fake", "roles", OidcOptions.rolesByTheirNames());
    assertThatThrownBy(() -> new OidcSignIn(options, new SecureRandom(), nanos::get).start(BACK))
        .hasMessageContaining("set oidc-issuer to exactly that");
    issuer.close();
    assertThatThrownBy(() -> signIn.start(BACK)).hasMessageContaining("cannot be asked");
  }

  private void refused(Reason reason, OidcSignIn.Back back) {
    assertThatThrownBy(() -> signIn.finish(back))
        .isInstanceOfSatisfying(OidcException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private OidcSignIn.Back back(OidcSignIn.Started started) {
    Map<String, String> asked = asked(started);
    return new OidcSignIn.Back(BACK, started.secret(), asked.get("state"), "the-code", null);
  }

  private Map<String, String> asked(OidcSignIn.Started started) {
    Map<String, String> asked = parameters(started.url().substring(started.url().indexOf('?') + 1));
    issuer.asked(String.valueOf(asked.get("nonce")));
    return asked;
  }

  private static Map<String, String> parameters(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
