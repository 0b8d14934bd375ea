package io.adit.server;

/** One running Adit server: the only place where its parts are wired. */
public final class AditServer {
  private AditServer() {}
}
