package io.adit.cli.api;

import io.adit.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;

/** Clients of the tunnel API: AWS's own SDK, with another endpoint and authority. */
public final class TunnelApi {
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  private TunnelApi() {}

  /**
   * A client for one server; the caller closes it.
   *
   * @param authority a PEM file with the certificates to trust, and no others
   * @throws IOException when the file cannot be read or holds no certificate
   */
  public static IoTSecureTunnelingClient connect(
      URI endpoint, String region, AwsBasicCredentials accessKey, Path authority)
      throws IOException {
    TrustManager[] trusted = trusting(authority);
    return IoTSecureTunnelingClient.builder()
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(StaticCredentialsProvider.create(accessKey))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> trusted))
        .build();
  }

  /**
   * A client for what the options and variables name; the caller closes it. No call takes longer
   * than the limit, with all that is tried again.
   *
   * @throws CommandFailedException when the certificates to trust cannot be read
   */
  static IoTSecureTunnelingClient connect(ApiAccess access, Duration limit) {
    return IoTSecureTunnelingClient.builder()
        .endpointOverride(access.endpoint())
        .region(Region.of(access.region()))
        .credentialsProvider(access.keys())
        .overrideConfiguration(all -> all.apiCallTimeout(limit))
        .httpClientBuilder(http(access, ATTEMPT))
        .build();
  }

  /**
   * What carries calls, and trusts what it shall.
   *
   * @throws CommandFailedException when the certificates to trust cannot be read
   */
  static UrlConnectionHttpClient.Builder http(ApiAccess access, Duration patience) {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder().connectionTimeout(patience).socketTimeout(patience);
    if (access.authority() != null) {
      try {
        TrustManager[] trusted = trusting(access.authority());
        http.tlsTrustManagersProvider(() -> trusted);
      } catch (IOException e) {
        throw new CommandFailedException("the CA bundle cannot be read: " + e.getMessage());
      }
    }
    return http;
  }

  /**
   * What trusts the certificates of a PEM file and no others.
   *
   * @throws IOException when the file cannot be read or holds no certificate
   */
  public static TrustManager[] trusting(Path authority) throws IOException {
    try (InputStream pem = Files.newInputStream(authority)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + count++, certificate);
      }
      if (count == 0) {
        throw new IOException(authority + " holds no certificate");
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IOException(authority + " is not a PEM file of certificates: " + e.getMessage(), e);
    }
  }
}
