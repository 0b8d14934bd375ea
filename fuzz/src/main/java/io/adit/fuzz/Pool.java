package io.adit.fuzz;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;

/** The inputs that a random run knows: new ones are made of them. Not thread safe. */
public final class Pool {
  private static final int SMALL_BYTES = 2_048;
  private static final int LARGE_EVERY = 200;

  private final List<byte[]> small = new ArrayList<>();
  private final List<byte[]> large = new ArrayList<>();

  public Pool(Collection<byte[]> inputs) {
    inputs.forEach(this::add);
  }

  void add(byte[] input) {
    (input.length <= SMALL_BYTES ? small : large).add(input);
  }

  /** One of them, seldom a large one: they say little more and take a hundred times as long. */
  public byte[] any(RandomGenerator random) {
    boolean fromLarge = small.isEmpty() || (!large.isEmpty() && random.nextInt(LARGE_EVERY) == 0);
    List<byte[]> from = fromLarge ? large : small;
    return from.isEmpty() ? new byte[0] : from.get(random.nextInt(from.size()));
  }
}
