package io.adit.cli.thing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a device's agent.
 *
 * @param endpoint host and port of the tunnels; null: those of AWS, by the region
 * @param mqtt host and port of the gateway
 * @param services where each is reached on the device
 */
record AgentFile(
    String thingName,
    @Nullable String endpoint,
    String mqtt,
    SequencedMap<String, String> services) {
  static final String NAME = "agent.yaml";
  static final String CERTIFICATE = "device.pem";
  static final String KEY = "device.key";
  static final String AUTHORITY = "ca.pem";

  /** What YAML takes for a text and nothing else. */
  private static final Pattern PLAIN =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9_.-]*|[0-9]+(?:[.][0-9]+){3})(?::[0-9]+)?");

  private static final Set<String> NO_TEXTS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  /** The services of a device about which nothing else is said, as AWS's agents have them. */
  static SequencedMap<String, String> usualServices() {
    SequencedMap<String, String> usual = new LinkedHashMap<>();
    usual.put("SSH", "127.0.0.1:22");
    usual.put("VNC", "127.0.0.1:5900");
    return usual;
  }

  /**
   * @param hasAuthority whether there is a file of authorities to trust beside it
   */
  String text(boolean hasAuthority) {
    var text = new StringBuilder();
    text.append("# Adit's agent on the device: adit agent --config ").append(NAME).append('\n');
    text.append("# Files are looked for beside this one.\n");
    line(text, "thing", thingName);
    if (endpoint != null) {
      line(text, "endpoint", endpoint);
    }
    line(text, "mqtt", mqtt);
    line(text, "certificate", CERTIFICATE);
    line(text, "key", KEY);
    if (hasAuthority) {
      line(text, "ca", AUTHORITY);
    }
    text.append("# What tunnels may reach, and where: HOST:PORT, or the path of a Unix socket.\n");
    text.append("# Nothing else on this device can be reached.\n");
    text.append("services:\n");
    for (Map.Entry<String, String> service : services.entrySet()) {
      text.append("  ");
      line(text, scalar(service.getKey()), service.getValue());
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append(key).append(": ").append(scalar(value)).append('\n');
  }

  private static String scalar(String value) {
    return PLAIN.matcher(value).matches() && !NO_TEXTS.contains(value.toLowerCase(Locale.ROOT))
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
