package io.adit.bench.measure;

import java.lang.management.ManagementFactory;

/**
 * Where it was measured, and how busy that was when the measuring began.
 *
 * @param load processes that ran or wanted to, on average over the last minute; negative where the
 *     system does not say
 */
public record Machine(String system, String java, int processors, double load) {
  public static Machine here() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        system.getName() + " " + system.getArch(),
        System.getProperty("java.vendor.version", System.getProperty("java.version")),
        system.getAvailableProcessors(),
        Math.round(system.getSystemLoadAverage() * 100) / 100.0);
  }

  /** For the line above a table. */
  public String inWords() {
    return system
        + ", "
        + processors
        + " processors, Java "
        + java
        + (load < 0 ? "" : ", load " + load + " at the beginning");
  }
}
