package io.adit.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  /** Made with {@code openssl pkcs8 -topk8 -v2 aes256}, OpenSSL 3.0. */
  private static final String ENCRYPTED_KEY =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgqW/scDHPucwICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMhHQNfrufTlZvQKqRMHrb8EgZBN
      d+0uZz+gA37Q2B6exRk7bVptNbXuY+jXrSGoQD9O28ERbz1xaWTaONdpZZl/iiNL
      qwYAbow7xykc+/pHyd1Sg7jkYr6M7S6akUrS+nleS4jHxIz6jpNLPPNjIo95v3l/
      GoZoHZpgY1mFf0WhWoUSPOlfUQxTusPWrWkWR0XOtQFlK97fZx2iW0d+zeqoVqU=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  /** Made with {@code openssl ec -aes128}, OpenSSL 3.0. */
  private static final String OLD_ENCRYPTED_KEY =
      """
      -----BEGIN EC PRIVATE KEY-----
      Proc-Type: 4,ENCRYPTED
      DEK-Info: AES-128-CBC,CC02C8AA19925912D90DF240ED1EE05B

      B2AWdgZSCoHkN/a78rQPWDhLad/hIGya0jVd3cVQPp77AamI6AOerpqjCFvXxNQ5
      bDfVzvJvLJtz0DlmJQT/wAlAbQpo5QI2RfSpB7eEaFwY2f+LkKPQ5/KxpGvb5XNz
      wlEbxMNpvPu9AVuUxLMXlpYMsOaTWi/0zNFfn1jAZoE=
      -----END EC PRIVATE KEY-----
      """;

  /**
   * Made with {@code openssl ecparam -genkey -noout} and {@code openssl req -x509}, OpenSSL 3.0.
   */
  private static final String OPENSSL_KEY =
      """
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIPdS4meh0Z9v8NaF1no3Mnvtx4nLqIU4Sm9GFmtr2WpRoAoGCCqGSM49
      AwEHoUQDQgAE/ZIWN3s8FXDUdAXVGNFIh0MtBN4MTg7BDPWe2zIzw5WfRiPyRl3W
      zis4FCc9s/SB+Xw3wPQiLpOqHl/PrR7qSg==
      -----END EC PRIVATE KEY-----
      """;

  private static final String OPENSSL_CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBpjCCAU2gAwIBAgIUH2y3F4nx5QlJehE4AEoPtzmAwPEwCgYIKoZIzj0EAwIw
      GjEYMBYGA1UEAwwPb2xkLmV4YW1wbGUuY29tMCAXDTI2MTEyNDExMjQxMVoYDzIx
      MjYxMDMxMTEyNDExWjAaMRgwFgYDVQQDDA9vbGQuZXhhbXBsZS5jb20wWTATBgcq
      hkjOPQIBBggqhkjOPQMBBwNCAAT9khY3ezwVcNR0BdUY0UiHQy0E3gxODsEM9Z7b
      MjPDlZ9GI/JGXdbOKzgUJz2z9IH5fDfA9CIuk6oeX8+tHupKo28wbTAdBgNVHQ4E
      FgQU2GJunMLu5ilSqzaerneQU9hbFpQwHwYDVR0jBBgwFoAU2GJunMLu5ilSqzae
      rneQU9hbFpQwDwYDVR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgg9vbGQuZXhhbXBs
      ZS5jb20wCgYIKoZIzj0EAwIDRwAwRAIgPXh9uOlrZ0oecYsWZgI8e6SnyXDVgLiD
      k7asn45f5KwCIGRD8jaccTEXbRGAApPAHpmXsZru4cfvVK0DkrfjUN2J
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  private final CertificateAuthority authority =
      CertificateAuthority.forServers(NOW, new SecureRandom());
  private final TlsIdentity issued = issue();

  @Test
  void aChainAndItsKeyAreReadBack() throws Exception {
    // Given
    given("cert.pem", issued.chainPem() + Pem.certificates(List.of(authority.certificate())));
    given("key.pem", issued.keyPem());

    // When
    TlsIdentity identity = given().identity(NOW);

    // Then
    assertThat(identity.chain()).containsExactly(issued.leaf(), authority.certificate());
    assertThat(identity.key()).isEqualTo(issued.key());
    assertThat(identity.endsInOwnRoot()).isTrue();
  }

  @Test
  void theOlderFormOfAKeyIsReadToo() throws Exception {
    // Given
    given("cert.pem", OPENSSL_CERTIFICATE);
    given("key.pem", OPENSSL_KEY);

    // When
    TlsIdentity identity = given().identity(NOW);

    // Then
    assertThat(identity.keyBelongs()).isTrue();
    assertThat(identity.endsInOwnRoot()).isTrue();
    assertThat(identity.names().dnsNames()).containsExactly("old.example.com");
    assertThat(identity.keyPem()).startsWith("-----BEGIN PRIVATE KEY-----"); // what BoringSSL reads
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    given("cert.pem", issued.chainPem());
    given("key.pem", issue().keyPem());

    assertRefused(
        "The private key in %s does not belong to the certificate in %s"
            .formatted(folder.resolve("key.pem"), folder.resolve("cert.pem")));
  }

  @Test
  void aKeyOfAnotherAlgorithmIsRefused() throws Exception {
    given("cert.pem", issued.chainPem());
    var rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    given("key.pem", Pem.privateKey(rsa));

    assertRefused("does not belong to the certificate");
  }

  @Test
  void aKeyUnderAPassphraseIsRefusedWithTheWayOut() throws Exception {
    for (String key : List.of(ENCRYPTED_KEY, OLD_ENCRYPTED_KEY)) {
      given("cert.pem", issued.chainPem());
      given("key.pem", key);

      assertRefused("under a passphrase; take it off: openssl pkey -in");
    }
  }

  @Test
  void filesThatHoldSomethingElseAreRefused() throws Exception {
    given("cert.pem", issued.keyPem());
    given("key.pem", issued.chainPem());

    assertRefused("cert.pem holds no certificate in PEM form");

    given("cert.pem", issued.chainPem());
    assertRefused("key.pem holds no private key in PEM form");

    Files.write(folder.resolve("cert.pem"), issued.leaf().getEncoded());
    assertRefused("cert.pem is not in PEM form");
  }

  @Test
  void aBrokenKeyIsNotShown() throws Exception {
    given("cert.pem", issued.chainPem());
    String pem = issued.keyPem();
    String body = pem.substring(28, 60);
    given("key.pem", pem.substring(0, 80) + "\n-----END PRIVATE KEY-----\n");

    assertThatThrownBy(() -> given().identity(NOW))
        .isInstanceOf(TlsProblem.class)
        .hasMessageContaining("key.pem holds a private key that cannot be read")
        .hasNoCause()
        .message()
        .doesNotContain(body);
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    given("key.pem", issued.keyPem());

    assertRefused("There is no file " + folder.resolve("cert.pem"));
  }

  @Test
  void aCertificateThatEndedOrHasNotBegunIsRefused() throws Exception {
    given("cert.pem", issued.chainPem());
    given("key.pem", issued.keyPem());

    assertThatThrownBy(() -> given().identity(NOW.plus(Duration.ofDays(397))))
        .hasMessageContaining("cert.pem ended on 2027-12-26T11:00:00Z");
    assertThatThrownBy(() -> given().identity(NOW.minus(Duration.ofDays(1))))
        .hasMessageContaining("cert.pem begins on 2026-11-24T11:00:00Z only");
  }

  private void assertRefused(String text) {
    assertThatThrownBy(() -> given().identity(NOW))
        .isInstanceOf(TlsProblem.class)
        .hasMessageContaining(text);
  }

  private TlsIdentity issue() {
    return authority.issue(HostNames.of(List.of("adit.example.com")), NOW, new SecureRandom());
  }

  private void given(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  private GivenCertificates given() {
    return new GivenCertificates(folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }
}
