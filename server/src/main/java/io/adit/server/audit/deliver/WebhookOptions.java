package io.adit.server.audit.deliver;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A web hook.
 *
 * @param ca what its certificate comes from, PEM; null: what this Java trusts
 * @param secret with which bodies are signed; null: they are not
 * @param isCloudTrail whether it wants the form of CloudTrail
 */
public record WebhookOptions(
    URI url, @Nullable Path ca, @Nullable String secret, boolean isCloudTrail) {

  /** Whether records may be sent there: not in the clear, but for this machine itself. */
  public static boolean isSafe(URI url) {
    String host = url.getHost();
    if (host == null || url.getUserInfo() != null) {
      return false;
    }
    boolean isLoopback =
        host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    return "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "WebhookOptions[" + url + "]";
  }
}
