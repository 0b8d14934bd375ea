package io.adit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.peer.link.CertificateAuthorities;
import io.adit.peer.link.RelayTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a proxy believes to be the relay, and what it says where it does not. */
class RelayTrustTest {
  private final PeerFixture fixture = new PeerFixture();
  private final Warnings warnings = Warnings.of(Proxy.class);

  @AfterEach
  void close() {
    warnings.close();
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void believesACertificateThatNamesTheHost(String host) throws Exception {
    PeerFixture.Running source = fixture.reaching(host, fixture.relay().port()).source("0");

    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
  }

  @Test
  void saysWhatToDoAboutAnUnknownAuthority() throws Exception {
    RelayTrust system = new CertificateAuthorities().addSystem().trust();

    fixture.trusting(system).source("0");

    assertThat(warnings.next())
        .startsWith(
            "localhost:"
                + fixture.relay().port()
                + " has a certificate that is not trusted; give the certificate of its authority"
                + " with -c (--capath) or the variable SSL_CERT_FILE; next attempt in ");
  }

  @Test
  void believesAGivenAuthorityBesideTheSystems() throws Exception {
    RelayTrust both =
        new CertificateAuthorities().addSystem().add(Resources.path("authority.pem")).trust();
    PeerFixture.Running source = fixture.trusting(both).source("0");

    fixture.relay().link().sendServices("SSH");
    source.awaitConnected();
  }

  @Test
  void doesNotBelieveACertificateForAnotherHost() throws Exception {
    try (FakeRelay elsewhere = FakeRelay.startWithCertificate(fixture.vertx(), "elsewhere.pem")) {
      fixture.reaching("localhost", elsewhere.port()).source("0");

      assertThat(warnings.next())
          .contains("has a certificate that does not fit")
          .contains("localhost");
    }
  }

  @Test
  void believesAnyoneWhereItIsTold() throws Exception {
    try (FakeRelay elsewhere = FakeRelay.startWithCertificate(fixture.vertx(), "elsewhere.pem")) {
      PeerFixture.Running source =
          fixture
              .reaching("localhost", elsewhere.port())
              .trusting(new RelayTrust.Anyone())
              .source("0");

      elsewhere.link().sendServices("SSH");
      source.awaitConnected();
    }
  }

  @Test
  void readsAFolderWhateverItsFilesAreCalled(@TempDir Path folder) throws IOException {
    Files.copy(Resources.path("authority.pem"), folder.resolve("5ed36f99.0"));
    Files.writeString(folder.resolve("README"), "no certificate");

    assertThat(new CertificateAuthorities().add(folder).trust())
        .isEqualTo(PeerFixture.testAuthority());
  }

  @Test
  void saysThatAFileHoldsNoCertificate(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));

    assertThatThrownBy(() -> new CertificateAuthorities().add(empty))
        .hasMessage(empty + " holds no certificate in PEM form");
    assertThatThrownBy(() -> new CertificateAuthorities().add(folder.resolve("none.pem")))
        .hasMessage(folder.resolve("none.pem") + " does not exist");
  }
}
