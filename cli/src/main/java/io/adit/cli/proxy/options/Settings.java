package io.adit.cli.proxy.options;

import java.util.Map;
import java.util.Optional;

/**
 * The fine-grained settings of one run.
 *
 * @param given those that were given, with values that they accept
 * @param regionHosts the relay's host in regions where it does not follow the format
 */
public record Settings(Map<Setting, String> given, Map<String, String> regionHosts) {
  /** AWS's regions in China are under another domain. */
  static final Map<String, String> DEFAULT_REGION_HOSTS =
      Map.of(
          "cn-north-1", "data.tunneling.iot.cn-north-1.amazonaws.com.cn",
          "cn-northwest-1", "data.tunneling.iot.cn-northwest-1.amazonaws.com.cn");

  public static final Settings DEFAULT = new Settings(Map.of(), DEFAULT_REGION_HOSTS);

  public Settings {
    given = Map.copyOf(given);
    regionHosts = Map.copyOf(regionHosts);
  }

  /** Those of the file that the options name, or the defaults. */
  public static Settings of(OptionValues values) throws UsageException {
    Optional<String> file = values.get(ProxyOption.SETTINGS_JSON);
    return file.isPresent() ? SettingsFile.read(file.get()) : DEFAULT;
  }

  /** A setting that is a whole number. */
  public int number(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  public boolean isTrue(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  public String text(Setting setting) {
    return given.getOrDefault(setting, setting.byDefault());
  }

  /** The relay's host in a region of AWS. */
  public String regionHost(String region) {
    String host = regionHosts.get(region);
    return host != null ? host : text(Setting.ENDPOINT_FORMAT).replace("%s", region);
  }
}
