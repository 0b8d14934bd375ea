package io.adit.bench.start;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A program that is started to be timed.
 *
 * @param environment beside this process's own
 * @param ready what is in the line that it prints when it is of use
 */
record Contender(String name, List<String> command, Map<String, String> environment, String ready) {
  /** Variables that would have a proxy read other authorities, or ask a web proxy. */
  private static final List<String> DISTURBING =
      List.of("SSL_CERT_FILE", "SSL_CERT_DIR", "https_proxy", "HTTPS_PROXY", "ADIT_JAVA_OPTS");

  /**
   * One start.
   *
   * @param memory asked for a process id when the program is of use
   */
  Started start(ToLongFunction<Process> memory) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeAll(DISTURBING);
    builder.environment().putAll(environment);
    builder.environment().put("ADIT_NO_BUILD", "1");
    long begin = System.nanoTime();
    Process process = builder.start();
    var said = new StringBuilder();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.contains(ready)) {
          return new Started((System.nanoTime() - begin) / 1e6, memory.applyAsLong(process));
        }
        said.append(line).append('\n');
      }
      throw new IOException(name + " ended before it was ready: " + said);
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  /** How long it took, and the resident memory that it had then. */
  record Started(double millis, long residentKib) {}
}
