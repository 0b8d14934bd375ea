package io.adit.server.broker;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.mqtt.MqttConnectionException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why there is no connection to the broker, in words, with the option to look at. */
final class BrokerProblem {
  private static final String ALERT = "Received fatal alert: ";

  /** What the native transport writes before "Connection refused" and its like. */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private BrokerProblem() {}

  /**
   * @param first what was seen of the connection before that failure, if anything was
   */
  static String words(Throwable failure, @Nullable Throwable first) {
    return find(failure, MqttConnectionException.class)
        .map(refused -> refused(refused.code()))
        .or(() -> tls(failure))
        .or(() -> Optional.ofNullable(first).flatMap(BrokerProblem::tls))
        .orElseGet(
            () -> SYSTEM_CALL.matcher(String.valueOf(failure.getMessage())).replaceFirst(""));
  }

  private static String refused(MqttConnectReturnCode code) {
    return switch (code) {
      case CONNECTION_REFUSED_NOT_AUTHORIZED, CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD ->
          "it does not let Adit in: look at --notify-user, --notify-password-file and"
              + " --notify-cert, and at the broker's log";
      case CONNECTION_REFUSED_IDENTIFIER_REJECTED ->
          "it does not take the client id; choose another with --notify-client-id";
      case CONNECTION_REFUSED_SERVER_UNAVAILABLE -> "it says that it cannot serve now";
      default -> "it refuses the connection: " + code;
    };
  }

  private static Optional<String> tls(Throwable failure) {
    if (find(failure, CertPathBuilderException.class).isPresent()) {
      return Optional.of(
          "its certificate is of no authority that is trusted; name that authority with"
              + " --notify-ca");
    }
    return find(failure, CertificateException.class)
        .map(cause -> "its certificate cannot be accepted: " + cause.getMessage())
        .or(() -> find(failure, SSLException.class).map(BrokerProblem::handshake));
  }

  private static String handshake(SSLException cause) {
    String message = String.valueOf(cause.getMessage());
    int alert = message.indexOf(ALERT);
    return alert < 0
        ? message
        : "it does not accept Adit's certificate or TLS (%s); look at --notify-cert and --notify-key"
            .formatted(message.substring(alert + ALERT.length()));
  }

  /** The innermost cause of a kind. */
  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
    return Stream.<@Nullable Throwable>iterate(
            failure, cause -> cause != null, cause -> cause == null ? null : cause.getCause())
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce((_, inner) -> inner);
  }
}
