package io.adit.server.http;

import java.util.Map;

/** A whole HTTP response of the API; the HTTP side adds {@code x-amzn-RequestId} and the length. */
public record ApiResponse(int status, Map<String, String> headers, byte[] body) {}
