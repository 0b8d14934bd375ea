package io.adit.server.audit.chain;

import java.util.Arrays;
import java.util.Optional;

/** What kinds of things are recorded. The names stand in files: they never change. */
public enum AuditEvent {
  /** A call of an API, at the port or from the console. */
  API_CALL("ApiCall"),
  SIGN_IN("SignIn"),
  SIGN_OUT("SignOut"),
  /** Something was changed by a command on the data folder. */
  COMMAND("Command"),
  /** A client was let in with its token, which is spent or bound by that. */
  TOKEN_ACCEPTED("TokenAccepted"),
  TOKEN_REFUSED("TokenRefused"),
  LINK_OPENED("LinkOpened"),
  LINK_ENDED("LinkEnded"),
  /** A connection inside a tunnel. */
  CONNECTION_OPENED("ConnectionOpened"),
  CONNECTION_ENDED("ConnectionEnded"),
  /** A device was let in at the MQTT port. */
  DEVICE_CONNECTED("DeviceConnected"),
  DEVICE_DISCONNECTED("DeviceDisconnected"),
  DEVICE_REFUSED("DeviceRefused"),
  /** The server itself closed a tunnel: its time was over. */
  TUNNEL_EXPIRED("TunnelExpired"),
  /** The server itself made new tokens, since a device had missed the old one. */
  TOKENS_RENEWED("TokensRenewed"),
  /** The server came up and goes on with the log. */
  LOG_STARTED("LogStarted"),
  LOG_STOPPED("LogStopped"),
  /** A record that was half written was taken away. */
  LOG_REPAIRED("LogRepaired"),
  /** What was found is not what was written. */
  LOG_BROKEN("LogBroken"),
  /** Some records could not be kept. */
  RECORDS_LOST("RecordsLost"),
  /** The same happened so often that only the number is told. */
  REPEATED("Repeated"),
  /** Old files were removed, as the options say. */
  FILES_REMOVED("FilesRemoved"),
  /** The server's signature over all that came before. */
  CHECKPOINT("Checkpoint");

  private final String wireName;

  AuditEvent(String wireName) {
    this.wireName = wireName;
  }

  /** As records spell it. */
  public String wireName() {
    return wireName;
  }

  public static Optional<AuditEvent> of(String wireName) {
    return Arrays.stream(values()).filter(event -> event.wireName.equals(wireName)).findFirst();
  }
}
