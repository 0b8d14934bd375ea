package io.adit.server.thing;

import static io.adit.server.thing.ThingsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.testing.TestAuthority;
import io.adit.server.thing.RegistryException.Reason;
import io.adit.server.tls.Pem;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTrustTest {
  @TempDir Path folder;
  private RegistryFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RegistryFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void anAuthorityAndItsRuleAreThereAfterTheNextStart() {
    // Given
    TestAuthority acme = TestAuthority.named("Acme", RegistryFixture.START);
    ThingNameRule rule = ThingNameRule.parse("dns={thing}.example.com").orElseThrow();
    DeviceAuthority registered = fixture.trust().register(acme.pem(), rule, true);
    X509Certificate own = fixture.trust().authorities().getFirst();

    // When
    fixture.reopen();

    // Then
    assertThat(fixture.trust().registered()).containsExactly(registered);
    assertThat(fixture.trust().authorities()).containsExactly(own, acme.certificate());
  }

  @Test
  void onlyAGoodAuthorityIsRegistered() {
    TestAuthority acme = TestAuthority.named("Acme", RegistryFixture.START);
    TestAuthority over = with("Over", Duration.ofHours(1));
    TestAuthority early =
        TestAuthority.named("Early", RegistryFixture.START.plus(Duration.ofDays(3)));
    TestAuthority weak =
        TestAuthority.with(
            "Weak", TestAuthority.rsa(1024), Duration.ofDays(365), RegistryFixture.START);

    assertInvalid(Pem.certificates(List.of(acme.sign("CN=no authority"))));
    assertInvalid(over.pem());
    assertInvalid(early.pem());
    assertInvalid(weak.pem());
    assertInvalid(acme.pem() + over.pem());
    assertInvalid("nothing");
    assertThat(fixture.trust().registered()).isEmpty();
  }

  @Test
  void anAuthorityIsRegisteredOnceAndAditsOwnIsThereAnyway() {
    // Given
    TestAuthority acme = TestAuthority.named("Acme", RegistryFixture.START);
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, false);
    String own = Pem.certificates(List.of(fixture.trust().authorities().getFirst()));

    // Then
    assertRefused(
        Reason.EXISTS, () -> fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true));
    assertRefused(
        Reason.EXISTS, () -> fixture.trust().register(own, ThingNameRule.COMMON_NAME, false));
    assertThat(fixture.trust().registered()).hasSize(1);
  }

  @Test
  void aNewKeyUnderTheSameNameIsAnotherAuthority() {
    // Given
    TestAuthority before = TestAuthority.named("Acme", RegistryFixture.START);
    TestAuthority after = TestAuthority.named("Acme", RegistryFixture.START);
    fixture.trust().register(before.pem(), ThingNameRule.COMMON_NAME, true);
    DeviceAuthority second = fixture.trust().register(after.pem(), ThingNameRule.COMMON_NAME, true);

    // When
    fixture.identify(after.sign("CN=a"));

    // Then
    String id = fixture.things().certificatesOf("a", 9, null).items().getFirst();
    assertThat(fixture.certificates().describe(id).authorityId()).isEqualTo(second.authorityId());
  }

  @Test
  void aRenewedAuthorityCountsWhenTheOneBeforeIsOver() {
    // Given
    KeyPair keys = TestAuthority.p256();
    TestAuthority before =
        TestAuthority.with("Acme", keys, Duration.ofDays(30), RegistryFixture.START);
    TestAuthority renewed =
        TestAuthority.with("Acme", keys, Duration.ofDays(365), RegistryFixture.START);
    fixture.trust().register(before.pem(), ThingNameRule.COMMON_NAME, true);
    fixture.trust().register(renewed.pem(), ThingNameRule.COMMON_NAME, true);

    // When
    fixture.clock.advance(Duration.ofDays(30));

    // Then
    assertThat(fixture.identify(before.sign("CN=a"))).isInstanceOf(DeviceIdentity.Known.class);
  }

  @Test
  void anAuthorityThatIsNotThereCannotBeRemoved() {
    assertRefused(Reason.NOT_FOUND, () -> fixture.trust().remove("0".repeat(64)));
  }

  private static TestAuthority with(String name, Duration lifetime) {
    return TestAuthority.with(name, TestAuthority.p256(), lifetime, RegistryFixture.START);
  }

  private void assertInvalid(String pem) {
    assertRefused(
        Reason.INVALID, () -> fixture.trust().register(pem, ThingNameRule.COMMON_NAME, false));
  }
}
