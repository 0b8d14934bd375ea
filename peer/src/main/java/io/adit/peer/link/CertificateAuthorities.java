package io.adit.peer.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads certificates of authorities from PEM files, folders of them, and the system. The system's
 * are many and take longer to read than all else that a proxy does at its start, so they are read
 * when nobody else vouches for a relay.
 */
public final class CertificateAuthorities {
  private static final Logger log = LoggerFactory.getLogger(CertificateAuthorities.class);

  /** Where systems keep their bundle; the first that exists is the one. */
  private static final List<String> SYSTEM_BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private static final Pattern BEGIN = Pattern.compile("-----BEGIN (?:X509 )?CERTIFICATE-----");
  private static final String END = "-----END";

  private final Set<X509Certificate> certificates = new LinkedHashSet<>();
  private boolean alsoSystem;

  /** What has been added so far. */
  public RelayTrust.Authorities trust() {
    return new RelayTrust.Authorities(List.copyOf(certificates), alsoSystem);
  }

  /**
   * Adds a PEM file, or every PEM file in a folder, whether its names are hashes or not.
   *
   * @throws IOException when there is none; the message says so for people
   */
  public CertificateAuthorities add(Path fileOrFolder) throws IOException {
    List<X509Certificate> found =
        Files.isDirectory(fileOrFolder) ? readFolder(fileOrFolder) : readFile(fileOrFolder);
    if (found.isEmpty()) {
      throw new IOException(fileOrFolder + " holds no certificate in PEM form");
    }
    certificates.addAll(found);
    return this;
  }

  /** Adds the operating system's authorities, or Java's where the system has no bundle. */
  public CertificateAuthorities addSystem() {
    alsoSystem = true;
    return this;
  }

  /** Reads the operating system's authorities. */
  static List<X509Certificate> system() throws IOException {
    for (String bundle : SYSTEM_BUNDLES) {
      Path file = Path.of(bundle);
      if (Files.isReadable(file)) {
        return readFile(file);
      }
    }
    return javaAuthorities();
  }

  private static List<X509Certificate> readFolder(Path folder) throws IOException {
    List<X509Certificate> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        found.addAll(parse(Files.readAllBytes(file), file));
      }
    }
    return found;
  }

  private static List<X509Certificate> readFile(Path file) throws IOException {
    try {
      return parse(Files.readAllBytes(file), file);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    }
  }

  /** A certificate that Java cannot read vouches for nobody, and the others still do. */
  private static List<X509Certificate> parse(byte[] bytes, Path file) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<X509Certificate> found = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    while (begin.find()) {
      int end = text.indexOf(END, begin.end());
      if (end < 0) {
        break;
      }
      try {
        byte[] der = Base64.getMimeDecoder().decode(text.substring(begin.end(), end));
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
      } catch (CertificateException | IllegalArgumentException e) {
        log.debug("{} holds a certificate that cannot be read: {}", file, e.toString());
      }
    }
    return found;
  }

  private static List<X509Certificate> javaAuthorities() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no authorities: " + e.getMessage(), e);
    }
  }
}
