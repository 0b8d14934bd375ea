package io.adit.cli.thing;

import io.adit.cli.CommandFailedException;
import java.nio.file.Path;
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

  private static final Pattern CERTIFICATE_LINE = Pattern.compile("(?m)^certificate:.*$");
  private static final Pattern KEY_LINE = Pattern.compile("(?m)^key:.*$");

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

  /** A file's name with a mark in it, such as device-1f2e3d4c.pem. */
  static String withMark(String name, String mark) {
    int dot = name.lastIndexOf('.');
    return name.substring(0, dot) + "-" + mark + name.substring(dot);
  }

  /**
   * A configuration that names another certificate, and as it was in all else.
   *
   * @param key null: the key stays the same
   */
  static String withIdentity(String text, String certificate, @Nullable String key) {
    String changed = CERTIFICATE_LINE.matcher(text).replaceAll("certificate: " + certificate);
    return key == null ? changed : KEY_LINE.matcher(changed).replaceAll("key: " + key);
  }

  /** Throws CommandFailedException for a configuration in which they are not named as here. */
  static void requireIdentity(String text, Path file) {
    if (!CERTIFICATE_LINE.matcher(text).find() || !KEY_LINE.matcher(text).find()) {
      throw new CommandFailedException(
          file
              + " has no lines 'certificate: …' and 'key: …', so the new ones cannot be named there");
    }
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
