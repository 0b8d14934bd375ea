package io.adit.server.http;

/** Answers API requests; called on a virtual thread, may block, does not throw. */
@FunctionalInterface
public interface ApiHandler {
  ApiResponse handle(ApiRequest request);
}
