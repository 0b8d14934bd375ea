package io.adit.server.gateway;

import io.adit.server.http.TlsMaterial;
import io.adit.server.http.TlsRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.TrustManager;

/**
 * The port for MQTT over TLS 1.2 and 1.3 with client certificates. Handshakes' computations run on
 * worker threads. Opening, reloading and closing block.
 */
final class MqttPort implements AutoCloseable {
  private static final int BACKLOG = 4_096; // devices that come back together wait there
  private static final long PATIENCE_SECONDS = 30;

  private final MqttServer server;
  private final GatewayOptions options;
  private final TrustManager trust;

  private MqttPort(MqttServer server, GatewayOptions options, TrustManager trust) {
    this.server = server;
    this.options = options;
    this.trust = trust;
  }

  /**
   * Listens.
   *
   * @param loop the event loop that all connections are on
   * @throws IOException when the port cannot be had or the certificate and its key are no use
   */
  static MqttPort open(
      Context loop,
      GatewayOptions options,
      TlsMaterial tls,
      TrustManager trust,
      Handler<MqttEndpoint> onConnect)
      throws IOException {
    Vertx vertx = loop.owner();
    MqttServer server =
        MqttServer.create(vertx, serverOptions(options, tls, trust)).endpointHandler(onConnect);
    Future<MqttServer> listening =
        Future.future(listens ->
            loop.runOnContext(
                _ -> server.listen(options.port(), options.bindHost()).onComplete(listens)));
    await(listening, "Cannot listen on " + options.bindHost() + ":" + options.port());
    return new MqttPort(server, options, trust);
  }

  int port() {
    return server.actualPort();
  }

  /** Serves new connections with another certificate; those that are there keep theirs. */
  void reload(TlsMaterial tls) throws IOException {
    ServerSSLOptions ssl = new ServerSSLOptions();
    ssl.setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(key(tls))
        .setTrustOptions(TrustOptions.wrap(trust))
        .setUseAlpn(false)
        .setSslHandshakeTimeout(options.limits().patience().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    TlsRules.apply(ssl);
    await(server.updateSSLOptions(ssl, true), "Cannot use the new certificate and key");
  }

  /** Stops listening and ends every connection as it is. */
  @Override
  public void close() throws IOException {
    await(server.close(), "Cannot close the MQTT port");
  }

  private static MqttServerOptions serverOptions(
      GatewayOptions options, TlsMaterial tls, TrustManager trust) {
    GatewayOptions.Limits limits = options.limits();
    var server =
        new MqttServerOptions()
            .setSsl(true)
            .setClientAuth(ClientAuth.REQUIRED)
            .setKeyCertOptions(key(tls))
            .setTrustOptions(TrustOptions.wrap(trust))
            .setAutoClientId(false)
            .setMaxMessageSize(limits.packetBytes())
            .setTimeoutOnConnect((int) Math.max(1, limits.patience().toSeconds()));
    server
        .setUseAlpn(false)
        .setSslEngineOptions(engine())
        .setSslHandshakeTimeout(limits.patience().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    TlsRules.apply(server.getSslOptions());
    server.setAcceptBacklog(BACKLOG);
    return server;
  }

  /** Tickets let TLS sessions be resumed; whose certificate it is, is looked up all the same. */
  private static SSLEngineOptions engine() {
    return OpenSSLEngineOptions.isAvailable()
        ? new OpenSSLEngineOptions().setSessionCacheEnabled(false).setUseWorkerThread(true)
        : new JdkSSLEngineOptions().setUseWorkerThread(true);
  }

  private static PemKeyCertOptions key(TlsMaterial tls) {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(tls.certificateChain()))
        .setKeyValue(Buffer.buffer(tls.privateKey()));
  }

  private static <T> T await(Future<T> future, String failure) throws IOException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(failure + ": " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException(failure + ": no answer in " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(failure + ": interrupted", e);
    }
  }
}
