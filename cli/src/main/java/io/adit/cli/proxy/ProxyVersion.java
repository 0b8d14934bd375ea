package io.adit.cli.proxy;

import picocli.CommandLine.IVersionProvider;

/** The banner, for {@code --version}. */
public final class ProxyVersion implements IVersionProvider {
  /** A public constructor, because picocli makes it. */
  public ProxyVersion() {}

  @Override
  public String[] getVersion() {
    return new String[] {ProxyOutput.banner()};
  }
}
