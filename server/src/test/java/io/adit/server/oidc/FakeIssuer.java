package io.adit.server.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A small provider of identities on this machine, which can be told to lie. */
final class FakeIssuer implements AutoCloseable {
  private final HttpServer http;
  private final RSAKey published;
  private volatile RSAKey signing;
  private volatile Consumer<JWTClaimsSet.Builder> lie = _ -> {};
  private volatile String lastForm = "";
  private volatile String nonce = "";
  private volatile boolean isDown;
  private final AtomicInteger discoveries = new AtomicInteger();

  FakeIssuer() throws IOException, JOSEException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    published = newKey();
    signing = published;
    http.createContext(
        "/.well-known/openid-configuration",
        exchange -> {
          discoveries.incrementAndGet();
          answer(exchange, isDown ? "down" : discovery());
        });
    http.createContext(
        "/keys", exchange -> answer(exchange, new JWKSet(published.toPublicJWK()).toString()));
    http.createContext("/token", this::token);
    http.start();
  }

  static RSAKey newKey() throws JOSEException {
    return new RSAKeyGenerator(2048).keyID("key").generate();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** What the token's maker changes in its claims. */
  void lie(Consumer<JWTClaimsSet.Builder> change) {
    lie = change;
  }

  void signWith(RSAKey key) {
    signing = key;
  }

  /** What the browser's request for a sign-in said. */
  void asked(String withNonce) {
    nonce = withNonce;
  }

  /** Whether it answers with nonsense. */
  void setDown(boolean down) {
    isDown = down;
  }

  /** How often it was asked where its endpoints are. */
  int discoveries() {
    return discoveries.get();
  }

  String lastForm() {
    return lastForm;
  }

  private String discovery() {
    return """
    {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token",
     "jwks_uri":"%1$s/keys"}\
    """
        .formatted(url());
  }

  private void token(HttpExchange exchange) throws IOException {
    lastForm = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience("adit")
            .subject("4711")
            .claim("preferred_username", "ann")
            .claim("realm_access", Map.of("roles", List.of("ops", "other")))
            .claim("nonce", nonce)
            .claim("iat", Instant.now().getEpochSecond())
            .claim("exp", Instant.now().getEpochSecond() + 60);
    lie.accept(claims);
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build(), claims.build());
      token.sign(new RSASSASigner(signing));
      answer(exchange, "{\"id_token\":\"" + token.serialize() + "\"}");
    } catch (JOSEException e) {
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
