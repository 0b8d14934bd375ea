package io.adit.server.thing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.Race;
import io.adit.server.testing.TestAuthority;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.server.thing.DeviceIdentity.Known;
import io.adit.server.thing.DeviceIdentity.Refused;
import io.adit.server.tls.Pem;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceIdentitiesTest {
  @TempDir Path folder;
  private RegistryFixture fixture;
  private TestAuthority acme;

  @BeforeEach
  void open() {
    fixture = new RegistryFixture(folder);
    acme = TestAuthority.named("Acme", RegistryFixture.START);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCertificateSpeaksForTheThingsItIsAttachedTo() {
    assertThat(things(fixture.device("pump-7"))).containsExactly("pump-7");
    assertThat(things(fixture.device("a", "b"))).containsExactly("a", "b");
  }

  @Test
  void eachReasonToRefuseIsSaid() {
    // Given
    X509Certificate unattached = fixture.device();
    X509Certificate inactive = fixture.device("a");
    X509Certificate revoked = fixture.device("b");
    X509Certificate deleted = fixture.device();
    set(inactive, Status.INACTIVE);
    set(revoked, Status.REVOKED);
    set(deleted, Status.INACTIVE);
    fixture.certificates().delete(DeviceCertificate.idOf(deleted));

    // Then
    assertThat(reason(unattached)).isEqualTo("it is attached to no thing; attach it to let it in");
    assertThat(reason(inactive)).isEqualTo("it is inactive; set its status to ACTIVE to let it in");
    assertThat(reason(revoked)).isEqualTo("it was revoked on 2026-11-24T12:00:00Z");
    assertThat(reason(deleted))
        .isEqualTo("it was issued here, but is not in the registry any more");
    assertThat(reason(acme.sign("CN=a")))
        .isEqualTo("its authority 'CN=Acme' is neither Adit's nor a registered one");
  }

  @Test
  void whoPosesAsAditsAuthorityIsNot() {
    // Given
    String name =
        fixture.trust().authorities().getFirst().getSubjectX500Principal().getName().substring(3);
    fixture.create("pump-7");

    // Then
    assertThat(reason(TestAuthority.named(name, RegistryFixture.START).sign("CN=pump-7")))
        .contains("neither Adit's nor a registered one");
  }

  @Test
  void aRegisteredAuthoritysDeviceIsTheThingThatItsNameSaysIfThereIsOne() {
    // Given
    X509Certificate certificate = acme.sign("CN=pump-7");
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, false);
    assertThat(reason(certificate)).isEqualTo("there is no thing 'pump-7'; create it to let it in");
    assertThat(reason(acme.sign("CN=no name")))
        .isEqualTo(
            "the rule 'cn' of its authority finds no thing's name in it (subject 'CN=no name'), and"
                + " it is not registered itself");

    // When
    fixture.create("pump-7");

    // Then
    assertThat(things(certificate)).containsExactly("pump-7");
    String id = DeviceCertificate.idOf(certificate);
    assertThat(fixture.things().certificatesOf("pump-7", 9, null).items()).containsExactly(id);
    assertThat(fixture.certificates().describe(id).status()).isEqualTo(Status.ACTIVE);
  }

  @Test
  void whatTheOperatorTookAwayIsNotGivenBackByTheRule() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, false);
    fixture.create("a");
    fixture.create("b");
    X509Certificate detached = acme.sign("CN=a");
    X509Certificate revoked = acme.sign("CN=b");
    assertThat(things(detached)).containsExactly("a");
    assertThat(things(revoked)).containsExactly("b");

    // When
    fixture.things().detach("a", DeviceCertificate.idOf(detached));
    set(revoked, Status.REVOKED);

    // Then
    assertThat(reason(detached)).startsWith("it is attached to no thing");
    assertThat(reason(revoked)).startsWith("it was revoked");
  }

  @Test
  void whatWasRevokedStaysOutWhenItIsDeletedToo() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate stolen = acme.sign("CN=a");
    assertThat(things(stolen)).containsExactly("a");

    // When
    set(stolen, Status.REVOKED);
    delete("a", stolen);

    // Then
    assertThat(reason(stolen)).isEqualTo("it was revoked on 2026-11-24T12:00:00Z");
    assertThatThrownBy(() -> fixture.certificates().register(pem(stolen), Status.ACTIVE))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("revoked on 2026-11-24T12:00:00Z");
    assertThat(things(acme.sign("CN=a"))).containsExactly("a");
  }

  @Test
  void whatWasDeletedComesBackByTheOperatorsHandOnly() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate lost = acme.sign("CN=a");
    assertThat(things(lost)).containsExactly("a");
    set(lost, Status.INACTIVE);
    delete("a", lost);
    assertThat(reason(lost))
        .isEqualTo("it was deleted or detached before; register it to let it in again");

    // When
    fixture.certificates().register(pem(lost), Status.ACTIVE);
    fixture.things().attach("a", DeviceCertificate.idOf(lost), false);

    // Then
    assertThat(things(lost)).containsExactly("a");
  }

  @Test
  void whatWasTakenAwayStaysSoWhenItsAuthorityIsRegisteredAnew() {
    // Given
    DeviceAuthority authority =
        fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate good = acme.sign("CN=a");
    X509Certificate revoked = acme.sign("CN=b");
    X509Certificate detached = acme.sign("CN=c");
    assertThat(things(good)).containsExactly("a");
    assertThat(things(revoked)).containsExactly("b");
    assertThat(things(detached)).containsExactly("c");
    set(revoked, Status.REVOKED);
    fixture.things().detach("c", DeviceCertificate.idOf(detached));

    // When
    fixture.trust().remove(authority.authorityId());
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, false);

    // Then
    assertThat(things(good)).containsExactly("a");
    assertThat(reason(revoked)).startsWith("it was revoked on");
    assertThat(reason(detached)).startsWith("it was deleted");
  }

  @Test
  void aNameInACertificateCannotPretendToBeAnotherLineOfTheLog() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);

    // Then
    assertThat(reason(acme.sign("CN=\"a\nERROR b\""))).contains("a ERROR b").doesNotContain("\n");
  }

  @Test
  void anAuthorityMayBeLetToMakeThings() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);

    // Then
    assertThat(things(acme.sign("CN=new-1"))).containsExactly("new-1");
    assertThat(fixture.things().isKnown("new-1")).isTrue();
  }

  @Test
  void withoutARuleCertificatesAreRegisteredOneByOne() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.parse("none").orElseThrow(), true);
    X509Certificate certificate = acme.sign("CN=pump-7");
    fixture.create("pump-7");
    assertThat(reason(certificate)).contains("the rule 'none'");

    // When
    fixture.certificates().register(pem(certificate), Status.ACTIVE);
    fixture.things().attach("pump-7", DeviceCertificate.idOf(certificate), false);

    // Then
    assertThat(things(certificate)).containsExactly("pump-7");
  }

  @Test
  void onlyGoodCertificatesCountWhoeverSignedThem() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    TestAuthority old =
        TestAuthority.with(
            "Old", TestAuthority.rsa(2048), Duration.ofDays(3650), RegistryFixture.START);
    fixture.trust().register(old.pem(), ThingNameRule.COMMON_NAME, true);

    // Then
    assertThat(reason(acme.sign(TestAuthority.leaf("CN=a").lifetime(Duration.ofHours(2)))))
        .isEqualTo("ended on 2026-11-23T14:00:00Z");
    assertThat(reason(acme.sign(TestAuthority.leaf("CN=a").forServers())))
        .isEqualTo("its extended key usage is not for clients");
    assertThat(reason(acme.sign(TestAuthority.leaf("CN=a").keys(TestAuthority.rsa(1024)))))
        .startsWith("its key has 1024 bits");
    assertThat(reason(acme.sign(TestAuthority.leaf("CN=a").algorithm("SHA1withECDSA"))))
        .isEqualTo("it is signed with SHA1withECDSA");
    assertThat(things(old.sign("CN=a"))).containsExactly("a");
  }

  @Test
  void timeIsLookedAtEachTime() {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate year = acme.sign("CN=a");
    X509Certificate own = fixture.device("b");
    assertThat(things(year)).containsExactly("a");

    // When
    fixture.clock.advance(Duration.ofDays(365));
    String late = reason(year);
    fixture.clock.set(Instant.parse("2050-01-01T00:00:00Z"));
    String tooLate = reason(own);
    fixture.clock.set(RegistryFixture.START.minus(Duration.ofDays(2)));
    String early = reason(year);

    // Then
    assertThat(late).startsWith("ended on ");
    assertThat(tooLate).isEqualTo("ended on 2049-12-31T23:59:59Z");
    assertThat(early).startsWith("begins on ");
  }

  @Test
  void anAuthorityThatEndedLetsNobodyIn() {
    // Given
    TestAuthority brief =
        TestAuthority.with(
            "Brief", TestAuthority.p256(), Duration.ofDays(30), RegistryFixture.START);
    fixture.trust().register(brief.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate certificate = brief.sign("CN=a");
    assertThat(things(certificate)).containsExactly("a");

    // When
    fixture.clock.advance(Duration.ofDays(30));

    // Then
    assertThat(reason(certificate)).startsWith("its authority's certificate ended on ");
  }

  @Test
  void aRemovedAuthoritysDevicesAreOut() {
    // Given
    DeviceAuthority authority =
        fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate certificate = acme.sign("CN=a");
    assertThat(things(certificate)).containsExactly("a");

    // When
    fixture.trust().remove(authority.authorityId());

    // Then
    String id = DeviceCertificate.idOf(certificate);
    assertThat(reason(certificate)).contains("neither Adit's nor a registered one");
    assertThat(fixture.heard).containsExactly("AUTHORITY_REMOVED " + id);
    assertThat(fixture.things().certificatesOf("a", 9, null).items()).isEmpty();
  }

  @Test
  void ofManyConnectionsOfANewDeviceAllAreTheSame() throws Exception {
    // Given
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, true);
    X509Certificate certificate = acme.sign("CN=new-1");

    // When
    List<DeviceIdentity> identities = Race.of(16, i -> () -> fixture.identify(certificate));

    // Then
    assertThat(new HashSet<>(identities)).hasSize(1).allMatch(Known.class::isInstance);
  }

  @Test
  void handshakesLetInWhatAnAuthoritySigned() {
    // Given
    var manager = fixture.trust().trustManager();
    X509Certificate[] foreign = {acme.sign("CN=a")};
    X509Certificate[] own = {fixture.device()};
    assertThatThrownBy(() -> manager.checkClientTrusted(foreign, "EC"))
        .isInstanceOf(CertificateException.class);

    // When
    fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, false);

    // Then
    assertThatCode(() -> manager.checkClientTrusted(foreign, "EC")).doesNotThrowAnyException();
    assertThatCode(() -> manager.checkClientTrusted(own, "EC")).doesNotThrowAnyException();
    assertThat(manager.getAcceptedIssuers()).hasSize(2).contains(acme.certificate());
    assertThatThrownBy(() -> manager.checkClientTrusted(new X509Certificate[0], "EC"))
        .isInstanceOf(CertificateException.class);
    assertThatThrownBy(() -> manager.checkServerTrusted(own, "EC"))
        .isInstanceOf(CertificateException.class);
  }

  private Iterable<String> things(X509Certificate certificate) {
    DeviceIdentity identity = fixture.identify(certificate);
    assertThat(identity).isInstanceOf(Known.class);
    return ((Known) identity).thingNames();
  }

  private String reason(X509Certificate certificate) {
    DeviceIdentity identity = fixture.identify(certificate);
    assertThat(identity).isInstanceOf(Refused.class);
    return ((Refused) identity).reason();
  }

  private void set(X509Certificate certificate, Status status) {
    fixture.certificates().setStatus(DeviceCertificate.idOf(certificate), status);
  }

  private void delete(String thingName, X509Certificate certificate) {
    fixture.things().detach(thingName, DeviceCertificate.idOf(certificate));
    fixture.certificates().delete(DeviceCertificate.idOf(certificate));
  }

  private static String pem(X509Certificate certificate) {
    return Pem.certificates(List.of(certificate));
  }
}
