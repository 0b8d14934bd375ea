package io.adit.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the archive's manifest tells. */
public final class AditVersion implements IVersionProvider {
  /** A public constructor, because picocli makes it. */
  public AditVersion() {}

  @Override
  public String[] getVersion() {
    return new String[] {"adit " + number(), "Java " + Runtime.version()};
  }

  static String number() {
    String version = AditVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
