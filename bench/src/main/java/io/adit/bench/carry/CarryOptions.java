package io.adit.bench.carry;

import java.util.List;
import picocli.CommandLine.Option;

/** Options that benches of carrying share. */
public final class CarryOptions {
  private static final int QUICK_MIB = 512;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often; medians are told. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Leave out all whose names do not begin so, such as Adit,nginx.")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "A short trial: one round, and fewer bytes.")
  private boolean quick;

  /** What they say, as a plan. */
  public CarryBench.Plan plan(List<Integer> circuits, int mib, String reference) {
    return new CarryBench.Plan(
        circuits, quick ? Math.min(mib, QUICK_MIB) : mib, quick ? 1 : rounds, only, reference);
  }
}
