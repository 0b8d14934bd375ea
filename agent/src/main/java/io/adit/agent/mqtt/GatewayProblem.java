package io.adit.agent.mqtt;

/**
 * Why there is no connection to the gateway.
 *
 * @param text what happened and what to do, for people
 */
public record GatewayProblem(Kind kind, String text) {
  /** What kind of problem it is. */
  public enum Kind {
    /** Nobody answers there, or nobody that speaks TLS or MQTT. */
    UNREACHABLE,
    /** We do not trust the gateway's certificate. */
    UNTRUSTED_GATEWAY,
    /** The gateway does not take our certificate. */
    REFUSED_CERTIFICATE,
    /** It knows us, and does not let us connect or subscribe. */
    NOT_AUTHORISED,
    /** It does not speak MQTT 5. */
    OLD_VERSION,
    /** Another client has connected with our client id. */
    TAKEN_OVER,
    /** The connection was there, and is gone. */
    LOST
  }
}
