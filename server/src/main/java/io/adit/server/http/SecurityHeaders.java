package io.adit.server.http;

import java.util.Map;

/**
 * What every answer says that is no page: it is to be read as what it is called, kept nowhere, and
 * shown in no frame. Pages have a longer list of their own.
 */
final class SecurityHeaders {
  static final Map<String, String> PLAIN =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

  private SecurityHeaders() {}
}
