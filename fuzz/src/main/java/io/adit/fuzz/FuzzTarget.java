package io.adit.fuzz;

import java.util.random.RandomGenerator;

/** Code that reads strangers' bytes, with all that must hold whatever they are. */
public interface FuzzTarget {
  /** Its name and that of its corpus's folder: lower-case words with hyphens. */
  String name();

  /**
   * Reads the input and checks what must hold. Whatever it throws is a finding.
   *
   * @return how the input ended, in words that are the same for inputs that ended alike: accepted,
   *     or by which rule it was refused
   */
  String run(byte[] input);

  /** The next input of a random run: mutated from known ones, unless a target knows better. */
  default byte[] draw(RandomGenerator random, Pool known) {
    return Mutation.of(known, random);
  }
}
