package io.adit.bench.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many files and sockets a process may have open, here and in the programs that it starts. */
public final class OpenFiles {
  private OpenFiles() {}

  /**
   * What to do where there are too few.
   *
   * @param what needs a socket each
   * @param others files and sockets beside these
   */
  public static Optional<String> problem(int count, String what, int others) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            && system.getMaxFileDescriptorCount() < count + others
        ? Optional.of(
            "%,d %s need as many sockets, and a process may have %,d open files here. Raise that first: ulimit -n %d"
                .formatted(count, what, system.getMaxFileDescriptorCount(), count + others))
        : Optional.empty();
  }
}
