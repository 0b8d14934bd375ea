package io.adit.cli.proxy.options;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through a settings file's JSON and takes every key for what it is. */
final class SettingsReader {
  private static final Logger log = LoggerFactory.getLogger(SettingsReader.class);
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}");
  private static final int MAX_SHOWN = 20;

  private final Path file;
  private final Map<Setting, String> given = new EnumMap<>(Setting.class);
  private final Map<String, String> regionHosts = new HashMap<>(Settings.DEFAULT_REGION_HOSTS);
  private final List<String> unused = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  SettingsReader(Path file) {
    this.file = file;
  }

  /** Takes a node and all below it. */
  void read(String key, JsonNode node) throws UsageException {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        String name = member.getKey();
        read(key.isEmpty() ? name : key + "." + name, member.getValue());
      }
      return;
    }
    Optional<Setting> setting = Setting.withKey(key);
    if (setting.isPresent()) {
      take(setting.get(), node);
    } else if (key.startsWith(Setting.REGION_PREFIX)) {
      regionHosts.put(key.substring(Setting.REGION_PREFIX.length()), host(key, node));
    } else {
      unknown.add(key);
    }
  }

  /** What was read; tells what of it had no effect. */
  Settings settings() {
    if (!unused.isEmpty()) {
      log.warn("{}: these settings have no effect in Adit: {}", file, shown(unused));
    }
    if (!unknown.isEmpty()) {
      log.warn("{}: these keys are unknown and passed over: {}", file, shown(unknown));
    }
    return new Settings(given, regionHosts);
  }

  private static String shown(List<String> keys) {
    String shown = String.join(", ", keys.subList(0, Math.min(MAX_SHOWN, keys.size())));
    return keys.size() > MAX_SHOWN ? shown + " and " + (keys.size() - MAX_SHOWN) + " more" : shown;
  }

  /** Values may be texts: the official client writes all of them so. */
  private void take(Setting setting, JsonNode node) throws UsageException {
    String value = node.asText();
    if (node.isNull() || !setting.accepts(value)) {
      throw wrong(setting.key(), node, setting.needed());
    }
    if (setting.form() != Setting.Form.UNUSED) {
      given.put(setting, value);
    } else if (!value.equals(setting.byDefault())) {
      unused.add(setting.key());
    }
  }

  private String host(String key, JsonNode node) throws UsageException {
    if (node.isTextual() && HOST.matcher(node.textValue()).matches()) {
      return node.textValue();
    }
    throw wrong(key, node, "a host");
  }

  private UsageException wrong(String key, JsonNode node, String needed) {
    String text = node.toString();
    String shown = text.length() <= 100 ? text : text.substring(0, 100) + "…";
    return new UsageException(file + ": " + key + " is " + shown + "; it must be " + needed);
  }
}
