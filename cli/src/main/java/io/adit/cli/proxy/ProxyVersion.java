package io.adit.cli.proxy;

import picocli.CommandLine.IVersionProvider;

/** The line that the official client begins every run with, and that tells its version. */
public final class ProxyVersion implements IVersionProvider {
  /** A public constructor, because picocli makes it. */
  public ProxyVersion() {}

  static String banner() {
    String version = ProxyVersion.class.getPackage().getImplementationVersion();
    return "Running AWS IoT Secure Tunneling Local Proxy version: Adit"
        + (version == null ? "" : " " + version);
  }

  @Override
  public String[] getVersion() {
    return new String[] {banner()};
  }
}
