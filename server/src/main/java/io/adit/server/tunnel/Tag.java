package io.adit.server.tunnel;

/** A label on a tunnel; a key occurs once. */
public record Tag(String key, String value) {}
