package io.adit.agent.mqtt;

import io.adit.agent.mqtt.GatewayProblem.Kind;
import io.adit.peer.socket.Causes;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.mqtt.MqttConnectionException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says in words why the gateway could not be connected to. */
final class Failure {
  private static final String RENEW =
      "; it may be unknown, revoked, or attached to no thing: see the gateway's log";

  private Failure() {}

  static GatewayProblem of(Throwable cause) {
    if (cause instanceof MqttConnectionException refused) {
      return ofAnswer(refused.code());
    }
    String text = Causes.deepestText(cause);
    String lower = text.toLowerCase(Locale.ROOT);
    if (isRefusedCertificate(lower)) {
      return refusedCertificate(text);
    }
    if (Causes.find(cause, CertificateExpiredException.class) != null) {
      return untrusted("is expired; check both clocks, then renew it");
    }
    if (Causes.find(cause, CertPathBuilderException.class) != null
        || Causes.find(cause, CertPathValidatorException.class) != null) {
      return untrusted("is not trusted; 'ca' must name the certificate of its authority");
    }
    CertificateException certificate = Causes.find(cause, CertificateException.class);
    if (certificate != null) {
      return untrusted(
          "does not fit: " + certificate.getMessage() + "; 'mqtt' must be a name that it holds");
    }
    return new GatewayProblem(Kind.UNREACHABLE, unreachable(cause, text, lower));
  }

  static GatewayProblem refusedCertificate(String said) {
    return new GatewayProblem(
        Kind.REFUSED_CERTIFICATE,
        "the gateway refuses this device's certificate (" + said + ")" + RENEW);
  }

  /** Alerts of TLS that a server sends because of its client's certificate. */
  private static boolean isRefusedCertificate(String lower) {
    return lower.contains("alert")
        && (lower.contains("certificate")
            || lower.contains("unknown_ca")
            || lower.contains("unknown ca")
            || lower.contains("access_denied")
            || lower.contains("access denied"));
  }

  private static GatewayProblem untrusted(String why) {
    return new GatewayProblem(Kind.UNTRUSTED_GATEWAY, "the gateway's certificate " + why);
  }

  private static GatewayProblem ofAnswer(MqttConnectReturnCode code) {
    return switch (code) {
      case CONNECTION_REFUSED_NOT_AUTHORIZED,
          CONNECTION_REFUSED_NOT_AUTHORIZED_5,
          CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD,
          CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
          CONNECTION_REFUSED_BANNED ->
          new GatewayProblem(
              Kind.NOT_AUTHORISED,
              "the gateway does not let this device connect; is its certificate active, and"
                  + " attached to the thing?");
      case CONNECTION_REFUSED_IDENTIFIER_REJECTED, CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID ->
          new GatewayProblem(
              Kind.NOT_AUTHORISED, "the gateway does not take the client id; set 'client-id'");
      case CONNECTION_REFUSED_UNACCEPTABLE_PROTOCOL_VERSION,
          CONNECTION_REFUSED_UNSUPPORTED_PROTOCOL_VERSION ->
          new GatewayProblem(Kind.OLD_VERSION, "the gateway does not speak this version of MQTT");
      default ->
          new GatewayProblem(
              Kind.UNREACHABLE,
              "the gateway does not take the connection now ("
                  + code.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + ")");
    };
  }

  private static String unreachable(Throwable cause, String text, String lower) {
    if (Causes.find(cause, UnknownHostException.class) != null) {
      return "the gateway's host name is unknown";
    }
    if (Causes.find(cause, NoRouteToHostException.class) != null) {
      return "there is no route to the gateway";
    }
    if (cause instanceof TimeoutException || lower.contains("timed out")) {
      return "the gateway did not answer in time";
    }
    if (Causes.find(cause, ConnectException.class) != null) {
      return "the gateway's port is closed (" + text + ")";
    }
    if (lower.contains("not an ssl/tls record")) {
      return "the gateway does not speak TLS; is it the right port?";
    }
    if (Causes.find(cause, SSLException.class) != null) {
      return "the TLS handshake failed (" + text + ")";
    }
    if (Causes.find(cause, ClosedChannelException.class) != null || lower.contains("closed")) {
      return "the gateway closed the connection before it answered; if this goes on, it may refuse"
          + " the device's certificate: see its log";
    }
    return "the gateway cannot be connected to: " + text;
  }
}
