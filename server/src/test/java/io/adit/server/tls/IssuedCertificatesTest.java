package io.adit.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuedCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final HostNames NAMES = HostNames.of(List.of("localhost", "127.0.0.1", "::1"));

  @TempDir Path folder;

  @Test
  void firstUseMakesAServerCertificateThatTheAuthorityVouchesFor() throws Exception {
    // When
    TlsIdentity identity = at(NOW).identityFor(NAMES);

    // Then
    X509Certificate leaf = identity.leaf();
    assertThat(leaf.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(((ECPublicKey) leaf.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(identity.keyBelongs()).isTrue();
    validate(leaf, NOW);
    validate(leaf, NOW.minus(Duration.ofMinutes(59))); // a client's clock may be behind
    validate(leaf, NOW.plus(Duration.ofDays(396)));
  }

  @Test
  void theAuthoritySignsNothingButServersForTenYears() throws Exception {
    // When
    at(NOW).identityFor(NAMES);

    // Then
    X509Certificate ca = ca();
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(ca.getKeyUsage()).startsWith(false, false, false, false, false, true, true);
    assertThat(ca.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.19", "2.5.29.15");
    assertThat(ca.getSubjectX500Principal().getName()).matches("CN=Adit CA [0-9a-f]{8}");
    assertThat(ca.getNotAfter().toInstant())
        .isBetween(NOW.plus(Duration.ofDays(3650)), NOW.plus(Duration.ofDays(3653)));
  }

  @Test
  void laterUseKeepsCertificateAndKey() {
    // Given
    TlsIdentity first = at(NOW).identityFor(NAMES);

    // When
    TlsIdentity second = at(NOW.plus(Duration.ofDays(366))).identityFor(NAMES);

    // Then
    assertThat(second.leaf()).isEqualTo(first.leaf());
    assertThat(second.key()).isEqualTo(first.key());
  }

  @Test
  void anotherNameMakesANewCertificateOfTheSameAuthority() throws Exception {
    // Given
    TlsIdentity first = at(NOW).identityFor(NAMES);
    X509Certificate ca = ca();

    // When
    HostNames more = HostNames.of(List.of("localhost", "127.0.0.1", "::1", "adit.example.com"));
    TlsIdentity second = at(NOW).identityFor(more);

    // Then
    assertThat(second.names()).isEqualTo(more);
    assertThat(second.leaf().getSerialNumber()).isNotEqualTo(first.leaf().getSerialNumber());
    assertThat(ca()).isEqualTo(ca);
    validate(second.leaf(), NOW);
    assertThat(at(NOW).identityFor(more).leaf()).isEqualTo(second.leaf());
  }

  @Test
  void aCertificateInItsLastThirtyDaysIsMadeAnew() throws Exception {
    // Given
    TlsIdentity first = at(NOW).identityFor(NAMES);
    Instant late = first.leaf().getNotAfter().toInstant().minus(Duration.ofDays(30));

    // When
    TlsIdentity second = at(late).identityFor(NAMES);

    // Then
    assertThat(second.leaf().getSerialNumber()).isNotEqualTo(first.leaf().getSerialNumber());
    validate(second.leaf(), late);
  }

  @Test
  void noServerCertificateOutlivesItsAuthority() throws Exception {
    // Given
    at(NOW).identityFor(NAMES);
    Instant late = NOW.plus(Duration.ofDays(3600));

    // When
    TlsIdentity identity = at(late).identityFor(NAMES);

    // Then
    assertThat(identity.leaf().getNotAfter()).isEqualTo(ca().getNotAfter());
  }

  @Test
  void anEndedAuthorityIsNotReplacedBehindTheClientsBack() {
    // Given
    at(NOW).identityFor(NAMES);

    // When
    Instant after = NOW.plus(CertificateAuthority.LIFETIME);

    // Then
    assertThatThrownBy(() -> at(after).identityFor(NAMES))
        .isInstanceOf(TlsProblem.class)
        .hasMessageContaining(folder.resolve("ca.pem") + " ended on 2036-11-2")
        .hasMessageContaining("every client must be given");
  }

  @Test
  void anAuthorityWithoutItsKeyIsNotReplacedEither() throws Exception {
    // Given
    at(NOW).identityFor(NAMES);
    Files.delete(folder.resolve("ca.key.sealed"));

    // Then
    assertThatThrownBy(() -> at(NOW).identityFor(NAMES))
        .isInstanceOf(TlsProblem.class)
        .hasMessageContaining(folder.resolve("ca.key.sealed") + " is missing");
  }

  @Test
  void aStartThatDiedBetweenKeyAndCertificateIsMadeGood() throws Exception {
    // Given
    TlsIdentity first = at(NOW).identityFor(NAMES);
    String oldCertificate = first.chainPem();
    at(NOW).identityFor(HostNames.of(List.of("localhost")));
    Files.writeString(folder.resolve("server.pem"), oldCertificate); // with the newer key

    // When
    TlsIdentity second = at(NOW).identityFor(NAMES);

    // Then
    assertThat(second.keyBelongs()).isTrue();
    assertThat(second.leaf()).isNotEqualTo(first.leaf());
  }

  @Test
  void noPrivateKeyLiesInTheFolderInClear() throws Exception {
    // When
    TlsIdentity identity = at(NOW).identityFor(NAMES);

    // Then
    String encoded =
        new String(identity.key().getEncoded(), StandardCharsets.ISO_8859_1).substring(30, 60);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("PRIVATE KEY").doesNotContain(encoded);
      }
    }
  }

  private IssuedCertificates at(Instant now) {
    var random = new SecureRandom();
    var box = new SecretBox(folder.resolve("secret.key"), random);
    return new IssuedCertificates(folder, box, Clock.fixed(now, ZoneOffset.UTC), random);
  }

  private X509Certificate ca() throws IOException {
    return Pem.readCertificates(Files.readString(folder.resolve("ca.pem")), "ca.pem").getFirst();
  }

  /** As a client does that trusts ca.pem alone. */
  private void validate(X509Certificate leaf, Instant now)
      throws GeneralSecurityException, IOException {
    var parameters = new PKIXParameters(Set.of(new TrustAnchor(ca(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(now));
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
  }
}
