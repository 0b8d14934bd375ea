package io.adit.server.audit;

import io.adit.server.audit.deliver.SyslogOptions;
import io.adit.server.audit.deliver.WebhookOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the log is kept, and who gets it.
 *
 * @param onFailure what becomes of calls that would change something while it cannot be written
 * @param fileBytes when a new file is begun; so it is each day
 * @param retention how long files are kept after their last record; null: for ever
 * @param syslog null: nobody gets it that way
 * @param webhook null: nobody gets it that way
 */
public record AuditOptions(
    OnFailure onFailure,
    long fileBytes,
    @Nullable Duration retention,
    @Nullable SyslogOptions syslog,
    @Nullable WebhookOptions webhook) {
  public static final AuditOptions DEFAULT =
      new AuditOptions(OnFailure.REFUSE, 64 << 20, Duration.ofDays(400));

  /** What to do while the log cannot be written. */
  public enum OnFailure {
    /** Calls that would change something are refused. */
    REFUSE,
    /** All goes on, and how many records were lost is recorded later. */
    CONTINUE
  }

  /** In files alone. */
  public AuditOptions(OnFailure onFailure, long fileBytes, @Nullable Duration retention) {
    this(onFailure, fileBytes, retention, null, null);
  }
}
