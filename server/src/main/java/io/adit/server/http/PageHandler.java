package io.adit.server.http;

import java.util.Map;

/** Answers what browsers ask below {@code /console}; called on virtual threads, may block. */
public interface PageHandler {
  /** Does not throw. */
  Reply handle(ApiRequest request);

  /**
   * Headers of every answer, also of those that the HTTP side gives by itself. Called on event
   * loops.
   *
   * @param host as the request names it; empty where it does not
   */
  Map<String, String> headers(String host);
}
