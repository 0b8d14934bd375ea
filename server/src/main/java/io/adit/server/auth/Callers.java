package io.adit.server.auth;

import io.adit.server.http.ApiRequest;

/** Knows what the users of access keys may do. */
public interface Callers {

  /** Who made a request with a key. */
  Caller with(AccessKey key, ApiRequest request);
}
