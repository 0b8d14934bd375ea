package io.adit.server.auth;

/** Who sent a request, as proven by its signature. */
public record Caller(String accessKeyId, String user) {}
