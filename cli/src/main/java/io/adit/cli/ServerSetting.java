package io.adit.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What {@code adit server} can be told: as a flag, a variable, or a key of the configuration file,
 * all of the same name.
 */
enum ServerSetting {
  PORT("PORT", "The TCP port for everything; 0 takes a free one. Default: 8443."),
  BIND(
      "ADDRESS",
      "The address to listen on. Default: 0.0.0.0, all of IPv4; :: is IPv6 too, 127.0.0.1 this"
          + " machine only."),
  DATA("DIR", "The data folder. Default: $$XDG_DATA_HOME/adit or ~/.local/share/adit."),
  REGION("REGION", "The region that clients sign for. Default: us-east-1."),
  ACCOUNT("ID", "The account in tunnels' ARNs, 12 digits. Default: 000000000000."),
  PUBLIC_NAME(
      "HOST",
      "A name or address that clients use, for the certificate; may be repeated. This machine's own"
          + " are there anyway."),
  TLS_CERT("FILE", "Your own certificate with its chain, PEM, instead of one that Adit makes."),
  TLS_KEY("FILE", "Its private key, PEM."),
  SECRET_KEY_FILE(
      "FILE",
      "Seal the data folder's own key with the one in this file (32 bytes, base64 or hexadecimal);"
          + " or set ADIT_SECRET_KEY itself. Default: it lies in the folder in clear."),
  SECRET_KEY_COMMAND("COMMAND", "Seal it with the key that this command prints."),
  LOG_FORMAT("text|json", "How the log's lines look, on standard error. Default: text."),
  METRICS_TOKEN_FILE(
      "FILE",
      "Count, and show the numbers at /metrics to those with this token (Prometheus' bearer"
          + " token), the file's first line; or set ADIT_METRICS_TOKEN itself. Default: none."),
  METRICS_OPEN("true|false", "Show them to anybody who reaches the port. Default: false."),
  OTLP_ENDPOINT(
      "URL",
      "Send a trace of each call to this collector (OpenTelemetry, OTLP over HTTP), such as"
          + " http://127.0.0.1:4318. Default: none."),
  MAX_SERVICES("COUNT", "Services that a tunnel may name. Default: 3, as AWS has it."),
  LIMITS(
      "aws|none",
      "The limits to begin with: aws has AWS's quotas for calls, handshakes and bandwidth, none has"
          + " no more than a high bound for strangers' handshakes. The options below count before"
          + " it. Default: none."),
  MAX_OPEN_TUNNELS("COUNT|off", "Tunnels that may be open at once. Default: off."),
  MAX_OPEN_TUNNELS_PER_PRINCIPAL(
      "COUNT|off", "The same of each user and the keys of that user. Default: off."),
  CALL_RATE(
      "CALL=RATE|off",
      "How often all callers together may call an operation: OpenTunnel=5/s, or *=50/s for each"
          + " that is not named, with /s, /m or /h; may be repeated. Default: off; aws: 1/s to open,"
          + " close and rotate, 10/s for the others of Secure Tunneling."),
  CALL_RATE_PER_PRINCIPAL(
      "CALL=RATE|off", "The same for each user; may be repeated. Default: off."),
  HANDSHAKE_RATE(
      "RATE|off",
      "How many proxies of one address may connect: 10/s, 30/m or 100/h; the others are told to try"
          + " again, and a flood of them is cut. This machine's own are not counted. Default: 200/s;"
          + " aws: 10/s."),
  STRANGERS(
      "COUNT",
      "Connections at once that no token and no signature has let in; beyond that the oldest is"
          + " cut. Default: 4000."),
  STRANGERS_PER_ADDRESS(
      "COUNT|off",
      "The same of each address. off behind a load balancer that hides addresses. Default: 1000."),
  STRANGER_RATE(
      "RATE|off",
      "How many connections of one address may come to nothing, such as 50/s, ten times as many at"
          + " once; it is cut beyond that. off behind such a load balancer. Default: 50/s."),
  TUNNEL_BANDWIDTH(
      "RATE|off",
      "How fast each tunnel may carry, both ways together: 800KB/s or 2MB/s (a KB is 1000 bytes)."
          + " Default: off; aws: 800KB/s."),
  THING_BANDWIDTH("RATE|off", "The same of all tunnels to one thing together. Default: off."),
  ACCOUNT_BANDWIDTH("RATE|off", "The same of all tunnels together. Default: off."),
  THING_DATA(
      "SIZE/day|SIZE/month|off",
      "How many bytes may be carried for each thing, such as 500MB/day or 2GB/month; then its"
          + " tunnels end. Default: off."),
  DATA_WARNING("PERCENT", "At which share of that the log warns, 1 to 100. Default: 80."),
  CLOSED_RETENTION(
      "TIME", "How long closed tunnels are kept: 90s, 45m, 3h or 7d. Default: 3h, as AWS has it."),
  DESTINATION_WAIT(
      "TIME",
      "How long a source's connections wait for the destination, 1s to 10m; then they are reset."
          + " Default: 10s."),
  OFFICIAL_CLIENT_RATE(
      "RATE",
      "How fast AWS's localproxy is sent to, for each of its links, since it dies when its"
          + " application is slower than the tunnel: 1KB/s to 50MB/s (a KB is 1000 bytes), or off."
          + " Default: 800KB/s, as AWS has it."),
  ALLOWED_ORIGIN(
      "ORIGIN",
      "Such as https://console.example.com: lets its pages use a token in a cookie, as this"
          + " server's own may; may be repeated."),
  STRICT_THINGS(
      "true|false",
      "Refuse tunnels to things that are not registered. Default: false, as AWS has it."),
  MQTT_PORT(
      "PORT|off",
      "The port where devices hear of tunnels (MQTT over TLS); 0 takes a free one. Default: 8883."),
  REDELIVER(
      "true|false", "Give a device that was offline a fresh token when it is back. Default: true."),
  NOTIFY(
      "URL", "Tell devices through this broker instead, such as mqtts://broker.example.com:8883."),
  NOTIFY_CA(
      "FILE", "What the broker's certificate comes from, PEM. Default: what this Java trusts."),
  NOTIFY_CERT("FILE", "The certificate, with its chain, that the broker is shown, PEM."),
  NOTIFY_KEY("FILE", "Its private key, PEM."),
  NOTIFY_USER("NAME", "The user name that the broker is told."),
  NOTIFY_PASSWORD_FILE(
      "FILE", "Its password, the file's first line; or set ADIT_NOTIFY_PASSWORD itself."),
  NOTIFY_CLIENT_ID("ID", "The client id at the broker. Default: adit- and a random number."),
  NOTIFY_TOPIC_PREFIX(
      "WORD",
      "What topics begin with, in front of /things/. Default: $$aws; some brokers keep that to"
          + " themselves."),
  OIDC_ISSUER(
      "URL",
      "Let people sign in at the console with this provider of identities (OpenID Connect), too."),
  OIDC_CLIENT_ID("ID", "What this server is there."),
  OIDC_CLIENT_SECRET_FILE(
      "FILE", "Its secret there, the file's first line. Default: none, a public client."),
  OIDC_NAME("TEXT", "What the button to it says. Default: its host."),
  OIDC_ROLE_CLAIM(
      "CLAIM",
      "Where its ID tokens say what somebody is, such as groups or realm_access.roles. Default:"
          + " roles."),
  OIDC_ROLE(
      "ROLE=VALUE",
      "Which value gives a role, such as administrator=adit-admins, or viewer=* for everybody; may"
          + " be repeated. Default: administrator, operator and viewer by these names."),
  AUDIT_FAILURE(
      "refuse|continue",
      "What becomes of calls that change something while the audit log cannot be written. Default:"
          + " refuse."),
  AUDIT_FILE_SIZE(
      "SIZE",
      "When the audit log begins another file, 1MB to 1000MB; so it does each day. Default: 64MB."),
  AUDIT_RETENTION(
      "TIME|off",
      "How long the audit log's files are kept, such as 90d. Default: 400d; off: for ever."),
  AUDIT_SYSLOG(
      "URL",
      "Send the audit log to this syslog server as well: tls://HOST:PORT, tcp://HOST:PORT or"
          + " udp://HOST:PORT."),
  AUDIT_SYSLOG_CA("FILE", "What its certificate comes from, PEM. Default: what this Java trusts."),
  AUDIT_WEBHOOK("URL", "Send the audit log to this web hook as well (https)."),
  AUDIT_WEBHOOK_CA("FILE", "What its certificate comes from, PEM. Default: what this Java trusts."),
  AUDIT_WEBHOOK_SECRET_FILE(
      "FILE",
      "Sign what it is sent with the secret in this file's first line; or set"
          + " ADIT_AUDIT_WEBHOOK_SECRET itself."),
  AUDIT_WEBHOOK_FORMAT("json|cloudtrail", "The form of what it is sent. Default: json.");

  private final String label;
  private final String description;

  ServerSetting(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** Its name in the configuration file. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String flag() {
    return "--" + key();
  }

  String variable() {
    return "ADIT_" + name();
  }

  boolean isRepeatable() {
    return switch (this) {
      case PUBLIC_NAME, ALLOWED_ORIGIN, OIDC_ROLE, CALL_RATE, CALL_RATE_PER_PRINCIPAL -> true;
      default -> false;
    };
  }

  /** Whether the flag alone says that it is so. */
  private boolean isSwitch() {
    return this == STRICT_THINGS || this == REDELIVER || this == METRICS_OPEN;
  }

  OptionSpec option() {
    var option = OptionSpec.builder(flag()).paramLabel(label).description(description);
    if (isSwitch()) {
      option.arity("0..1").fallbackValue("true");
    }
    return isRepeatable()
        ? option.type(List.class).auxiliaryTypes(String.class).build()
        : option.type(String.class).build();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(ServerSetting::key).toList();
  }
}
