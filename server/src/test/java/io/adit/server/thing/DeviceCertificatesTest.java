package io.adit.server.thing;

import static io.adit.server.thing.ThingsTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.TestAuthority;
import io.adit.server.thing.DeviceCertificate.Status;
import io.adit.server.thing.RegistryException.Reason;
import io.adit.server.tls.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCertificatesTest {
  @TempDir Path folder;
  private RegistryFixture fixture;
  private DeviceCertificates certificates;

  @BeforeEach
  void open() {
    fixture = new RegistryFixture(folder);
    certificates = fixture.certificates();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static Stream<KeyPair> goodKeys() {
    return Stream.of(
        TestAuthority.p256(),
        TestAuthority.ec("secp384r1"),
        TestAuthority.ec("secp521r1"),
        TestAuthority.rsa(2048));
  }

  @ParameterizedTest
  @MethodSource("goodKeys")
  void aRequestsKeyAndSubjectAreSignedForClientsUntil2049(KeyPair keys) throws Exception {
    // When
    DeviceCertificate issued =
        certificates.issue(TestAuthority.signingRequest("CN=pump-7, O=Acme", keys), true);

    // Then
    X509Certificate certificate = parsed(issued.pem());
    certificate.verify(fixture.trust().authorities().getFirst().getPublicKey());
    assertThat(certificate.getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=pump-7,O=Acme");
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(issued.notAfter()).isEqualTo(Instant.parse("2049-12-31T23:59:59Z"));
    assertThat(issued.certificateId())
        .isEqualTo(DeviceCertificate.idOf(certificate))
        .matches("[0-9a-f]{64}");
    assertThat(certificates.describe(issued.certificateId())).isEqualTo(issued);
  }

  @Test
  void aRequestThatNamesNobodyGetsAName() {
    assertThat(
            parsed(
                    certificates
                        .issue(TestAuthority.signingRequest("", TestAuthority.p256()), true)
                        .pem())
                .getSubjectX500Principal()
                .getName())
        .isEqualTo("CN=Adit device");
  }

  @Test
  void weakKeysAndKindsThatAwsDoesNotTakeAreRefused() throws Exception {
    KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertInvalid(
        "The certificate signing request has a key that has 1024 bits; make it RSA with 2048 to"
            + " 8192 bits, or of the curve P-256",
        TestAuthority.signingRequest("CN=weak", TestAuthority.rsa(1024)));
    assertInvalid(
        "The certificate signing request has a key that is of the kind EdDSA; make it RSA with at"
            + " least 2048 bits, or of the curve P-256, P-384 or P-521",
        TestAuthority.signingRequest("CN=other", edwards));
  }

  @Test
  void aRequestThatWasNotSignedWithItsKeyIsRefused() {
    // Given
    String pem = TestAuthority.signingRequest("CN=pump-7", TestAuthority.p256());
    String other = TestAuthority.signingRequest("CN=pump-7", TestAuthority.p256());
    byte[] der = decoded(pem);
    byte[] swapped = decoded(other);

    // When: the signature of the one under the body of the other, which are of one length as a
    // rule.
    int tail = 60;
    System.arraycopy(swapped, swapped.length - tail, der, der.length - tail, tail);

    // Then
    assertThatThrownBy(() -> certificates.issue(encoded(der), true))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("The certificate signing request ");
  }

  private static byte[] decoded(String pem) {
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(body);
  }

  private static String encoded(byte[] der) {
    return "-----BEGIN CERTIFICATE REQUEST-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END CERTIFICATE REQUEST-----\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no PEM",
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
        "-----BEGIN CERTIFICATE REQUEST-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n",
      })
  void whatIsNoRequestIsRefusedInWords(String pem) {
    assertThatThrownBy(() -> certificates.issue(pem, true))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
        .hasMessageStartingWith("The certificate signing request ");
  }

  @Test
  void noDamagedRequestIsAnInternalFailure() {
    byte[] der = decoded(TestAuthority.signingRequest("CN=pump-7", TestAuthority.p256()));
    var random = new Random(20261124);
    for (int i = 0; i < 500; i++) {
      byte[] damaged = der.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        certificates.issue(encoded(damaged), true);
      } catch (RegistryException e) {
        assertThat(e.reason()).isEqualTo(Reason.INVALID);
      }
    }
  }

  private void assertInvalid(String message, String request) {
    assertThatThrownBy(() -> certificates.issue(request, true))
        .isInstanceOfSatisfying(
            RegistryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID))
        .hasMessage(message);
  }

  @Test
  void aCreatedKeyBelongsToItsCertificateAndIsKeptNowhere() throws Exception {
    // When
    DeviceCertificates.WithKeys created = certificates.create(false);

    // Then
    assertThat(created.privateKeyPem()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(created.publicKeyPem()).startsWith("-----BEGIN PUBLIC KEY-----");
    assertThat(created.toString()).doesNotContain("BEGIN");
    assertThat(created.certificate().status()).isEqualTo(Status.INACTIVE);
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(Pem.readPrivateKey(created.privateKeyPem(), "the key"));
    signature.update((byte) 1);
    byte[] signed = signature.sign();
    signature.initVerify(parsed(created.certificate().pem()).getPublicKey());
    signature.update((byte) 1);
    assertThat(signature.verify(signed)).isTrue();
    fixture.close();
    String secret = created.privateKeyPem().lines().skip(3).findFirst().orElseThrow();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(secret);
      }
    }
  }

  @Test
  void aStatusChangesUntilItIsRevoked() {
    // Given
    String id = DeviceCertificate.idOf(fixture.device());
    fixture.clock.advance(Duration.ofHours(1));

    // When
    certificates.setStatus(id, Status.ACTIVE);
    Instant unchanged = certificates.describe(id).lastUpdatedAt();
    certificates.setStatus(id, Status.INACTIVE);
    certificates.setStatus(id, Status.ACTIVE);
    certificates.setStatus(id, Status.REVOKED);
    certificates.setStatus(id, Status.REVOKED);

    // Then
    assertThat(unchanged).isEqualTo(RegistryFixture.START);
    assertThat(certificates.describe(id).lastUpdatedAt())
        .isEqualTo(RegistryFixture.START.plus(Duration.ofHours(1)));
    assertRefused(Reason.STATUS, () -> certificates.setStatus(id, Status.ACTIVE));
    assertRefused(Reason.STATUS, () -> certificates.setStatus(id, Status.INACTIVE));
    assertRefused(Reason.NOT_FOUND, () -> certificates.setStatus("0".repeat(64), Status.ACTIVE));
    assertThat(fixture.heard).containsExactly("DEACTIVATED " + id, "REVOKED " + id);
  }

  @Test
  void onlyWhatIsNeitherActiveNorAttachedCanBeDeleted() {
    // Given
    String id = DeviceCertificate.idOf(fixture.device("pump-7"));

    // Then
    assertRefused(Reason.STATUS, () -> certificates.delete(id));
    certificates.setStatus(id, Status.INACTIVE);
    assertRefused(Reason.IN_USE, () -> certificates.delete(id));
    fixture.things().detach("pump-7", id);
    certificates.delete(id);
    assertRefused(Reason.NOT_FOUND, () -> certificates.describe(id));
    assertRefused(Reason.NOT_FOUND, () -> certificates.delete(id));
    assertThat(fixture.heard)
        .containsExactly("DEACTIVATED " + id, "DETACHED " + id, "DELETED " + id);
  }

  @Test
  void certificatesAreListedByCreationInEitherOrder() {
    // Given
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(DeviceCertificate.idOf(fixture.device()));
      fixture.clock.advance(Duration.ofSeconds(1));
    }

    // Then
    assertThat(listed(true)).isEqualTo(made);
    assertThat(listed(false)).isEqualTo(made.reversed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "1", " x", "1x y", "99999999999999999999 x"})
  void aTokenThatWasMadeUpIsRefusedInWords(String position) {
    String token = PageToken.encode(position, "certificates ascending");

    assertRefused(Reason.INVALID, () -> certificates.list(true, 2, token));
  }

  private List<String> listed(boolean ascending) {
    List<String> ids = new ArrayList<>();
    @Nullable String next = null;
    do {
      Page<DeviceCertificate> page = certificates.list(ascending, 2, next);
      page.items().forEach(certificate -> ids.add(certificate.certificateId()));
      next = page.nextToken();
    } while (next != null);
    return ids;
  }

  @Test
  void onlyCertificatesOfARegisteredAuthorityCanBeTakenIn() {
    // Given
    TestAuthority acme = TestAuthority.named("Acme", RegistryFixture.START);
    String pem = Pem.certificates(List.of(acme.sign("CN=pump-7")));
    assertRefused(Reason.INVALID, () -> certificates.register(pem, Status.ACTIVE));

    // When
    DeviceAuthority authority =
        fixture.trust().register(acme.pem(), ThingNameRule.COMMON_NAME, false);
    DeviceCertificate registered = certificates.register(pem, Status.ACTIVE);

    // Then
    assertThat(registered.authorityId()).isEqualTo(authority.authorityId());
    assertRefused(Reason.EXISTS, () -> certificates.register(pem, Status.ACTIVE));
    String own = Pem.certificates(List.of(fixture.device()));
    assertRefused(Reason.INVALID, () -> certificates.register(own, Status.ACTIVE));
    assertRefused(Reason.INVALID, () -> certificates.register(pem + own, Status.ACTIVE));
    assertRefused(Reason.INVALID, () -> certificates.register("none", Status.ACTIVE));
  }

  private static X509Certificate parsed(String pem) {
    return Pem.readCertificates(pem, "the certificate").getFirst();
  }
}
