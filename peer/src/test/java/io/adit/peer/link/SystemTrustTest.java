package io.adit.peer.link;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemTrustTest {
  private static final String KEY = "RSA";

  private static X509Certificate[] stranger() throws Exception {
    Path pem = Path.of(SystemTrustTest.class.getResource("/io/adit/peer/authority.pem").toURI());
    return new CertificateAuthorities()
        .add(pem)
        .trust()
        .certificates()
        .toArray(X509Certificate[]::new);
  }

  @Test
  void believesTheSystemsAuthoritiesWhereNoneIsGiven() throws Exception {
    var trust = new SystemTrust(List.of());
    X509Certificate authority = CertificateAuthorities.system().getFirst();

    assertThatCode(() -> trust.checkServerTrusted(new X509Certificate[] {authority}, KEY))
        .doesNotThrowAnyException();
  }

  @Test
  void believesTheSystemsAuthoritiesBesideTheGivenOnes() throws Exception {
    var trust = new SystemTrust(List.of(stranger()));
    X509Certificate authority = CertificateAuthorities.system().getFirst();

    assertThatCode(() -> trust.checkServerTrusted(new X509Certificate[] {authority}, KEY))
        .doesNotThrowAnyException();
    assertThatCode(() -> trust.checkServerTrusted(stranger(), KEY)).doesNotThrowAnyException();
  }

  @Test
  void doesNotBelieveThoseThatNobodyVouchesFor() throws Exception {
    var trust = new SystemTrust(List.of());

    assertThatThrownBy(() -> trust.checkServerTrusted(stranger(), KEY))
        .isInstanceOf(CertificateException.class);
  }
}
