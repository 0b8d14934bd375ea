package io.adit.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code adit bench jmh}: microbenchmarks of the wire's code. */
@Command(
    name = "jmh",
    header = "Measure codec and framing for one message, with what they allocate.",
    description = {
      "",
      "Takes JMH's own options (-h lists them) and the names of benchmarks; without, it is a short"
          + " run of all, with -prof gc.",
      ""
    })
public final class JmhCommand implements Callable<Integer> {
  /** One process, 2 s of warm-up and 3 s of measuring for each, and what the heap gave for it. */
  private static final Map<String, String> SHORT =
      new TreeMap<>(Map.of("-f", "1", "-wi", "2", "-w", "1", "-i", "3", "-r", "1", "-prof", "gc"));

  @Unmatched private List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Main.main(withDefaults(options).toArray(String[]::new));
    return 0;
  }

  /** JMH takes no option twice, so ours give way. */
  static List<String> withDefaults(List<String> options) {
    var all = new ArrayList<String>();
    SHORT.forEach((name, value) -> {
      if (!options.contains(name)) {
        all.addAll(List.of(name, value));
      }
    });
    all.addAll(options);
    return all;
  }
}
