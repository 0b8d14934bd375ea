package io.adit.cli;

import io.adit.server.AdministratorKey;
import io.adit.server.RunningServer;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The variables that lead {@code aws}, {@code localproxy} and {@code adit} to a server. */
public final class ServerVariables {
  private ServerVariables() {}

  /** Variables and values, in the order in which they are best read. */
  public static SequencedMap<String, String> of(RunningServer server, AdministratorKey key) {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", key.id());
    variables.put("AWS_SECRET_ACCESS_KEY", key.secret());
    variables.put("AWS_REGION", server.region());
    variables.put("AWS_DEFAULT_REGION", server.region());
    variables.put("AWS_ENDPOINT_URL_IOTSECURETUNNELING", server.url());
    variables.put("AWS_ENDPOINT_URL", server.url());
    variables.put("AWSIOT_TUNNEL_ENDPOINT", server.host() + ":" + server.port());
    String ca = server.ca();
    if (ca != null) {
      variables.put("AWS_CA_BUNDLE", ca);
      variables.put("SSL_CERT_FILE", ca);
    }
    return variables;
  }
}
