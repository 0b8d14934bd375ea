package io.adit.conformance.programs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iotsecuretunneling.IoTSecureTunnelingClient;
import software.amazon.awssdk.services.iotsecuretunneling.model.OpenTunnelResponse;

/** Clients of the AWS SDK for Java, led to a server by {@code adit env}. */
public final class AwsSdk {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  private AwsSdk() {}

  /** Signs with the server's administrator key. */
  public static IoTSecureTunnelingClient client(AditProcess server) {
    return client(
        server, server.variable("AWS_ACCESS_KEY_ID"), server.variable("AWS_SECRET_ACCESS_KEY"));
  }

  public static IoTSecureTunnelingClient client(
      AditProcess server, String accessKeyId, String secretAccessKey) {
    return IoTSecureTunnelingClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.of(server.variable("AWS_REGION")))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .socketTimeout(CALL_LIMIT)
                .tlsTrustManagersProvider(() -> trusting(server.caBundle())))
        .build();
  }

  /** Opens a tunnel to a thing's SSH. */
  public static OpenTunnelResponse openTo(IoTSecureTunnelingClient client, String thingName) {
    return client.openTunnel(
        open -> open.destinationConfig(to -> to.thingName(thingName).services("SSH")));
  }

  /** Trusts the certificates of this PEM file and no other. */
  public static TrustManager[] trusting(Path pem) {
    try (var stream = Files.newInputStream(pem)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(stream)) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no certificates could be read from " + pem, e);
    }
  }

  public static String version() {
    return "aws-sdk-java/" + VersionInfo.SDK_VERSION;
  }
}
