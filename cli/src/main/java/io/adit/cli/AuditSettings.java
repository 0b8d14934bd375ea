package io.adit.cli;

import io.adit.server.audit.AuditOptions;
import io.adit.server.audit.AuditOptions.OnFailure;
import io.adit.server.audit.deliver.SyslogOptions;
import io.adit.server.audit.deliver.WebhookOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings that concern the audit log. */
final class AuditSettings {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,2}|1000)MB");
  private static final int MEGABYTE = 1_000_000;
  private static final String OFF = "off";

  private final ServerSettings settings;

  AuditSettings(ServerSettings settings) {
    this.settings = settings;
  }

  /** Throws InvalidOptionException and InvalidSettingException. */
  AuditOptions options() {
    AuditOptions defaults = AuditOptions.DEFAULT;
    return new AuditOptions(
        settings
            .parsed(ServerSetting.AUDIT_FAILURE, AuditSettings::onFailure)
            .orElse(defaults.onFailure()),
        settings
            .parsed(ServerSetting.AUDIT_FILE_SIZE, AuditSettings::size)
            .orElse(defaults.fileBytes()),
        retention(defaults.retention()),
        syslog(),
        webhook());
  }

  private @Nullable Duration retention(@Nullable Duration usual) {
    if (settings.text(ServerSetting.AUDIT_RETENTION).orElse("").equals(OFF)) {
      return null;
    }
    Optional<Duration> given = settings.parsed(ServerSetting.AUDIT_RETENTION, TimeSpan::parse);
    return given.isPresent() ? given.get() : usual;
  }

  private @Nullable SyslogOptions syslog() {
    Path ca = settings.path(ServerSetting.AUDIT_SYSLOG_CA).orElse(null);
    return settings
        .parsed(ServerSetting.AUDIT_SYSLOG, url -> SyslogOptions.parse(url, ca))
        .orElse(null);
  }

  private @Nullable WebhookOptions webhook() {
    Path ca = settings.path(ServerSetting.AUDIT_WEBHOOK_CA).orElse(null);
    String secret =
        settings.secret("ADIT_AUDIT_WEBHOOK_SECRET", ServerSetting.AUDIT_WEBHOOK_SECRET_FILE);
    boolean isCloudTrail =
        settings
            .parsed(ServerSetting.AUDIT_WEBHOOK_FORMAT, AuditSettings::isCloudTrail)
            .orElse(false);
    return settings
        .parsed(ServerSetting.AUDIT_WEBHOOK, AuditSettings::url)
        .map(url -> new WebhookOptions(url, ca, secret, isCloudTrail))
        .orElse(null);
  }

  private static Optional<OnFailure> onFailure(String text) {
    return switch (text) {
      case "refuse" -> Optional.of(OnFailure.REFUSE);
      case "continue" -> Optional.of(OnFailure.CONTINUE);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> size(String text) {
    Matcher size = SIZE.matcher(text);
    return size.matches()
        ? Optional.of(Long.parseLong(size.group(1)) * MEGABYTE)
        : Optional.empty();
  }

  private static Optional<Boolean> isCloudTrail(String text) {
    return switch (text) {
      case "cloudtrail" -> Optional.of(true);
      case "json" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
