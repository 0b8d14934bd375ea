package io.adit.cli.ssh;

import io.adit.cli.WrongUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A command line up to the first word that is no option, as getopt reads it.
 *
 * @param ours the options of adit: all have long names, which OpenSSH has none of
 * @param theirs the options of OpenSSH's program, word by word as they were
 * @param letters the letters among them
 * @param rest what comes behind; a {@code --} that ends the options is in none of these
 */
record Words(List<String> ours, List<String> theirs, String letters, List<String> rest) {

  /**
   * Reads a command line.
   *
   * @param takesValue whether an option of ours is followed by its value
   * @throws WrongUsageException where a value is missing, or an option cannot be had
   */
  static Words read(List<String> arguments, Letters known, Predicate<String> takesValue) {
    Reader reader = new Reader(arguments, known, takesValue);
    reader.read();
    return new Words(
        List.copyOf(reader.ours),
        List.copyOf(reader.theirs),
        reader.letters.toString(),
        arguments.subList(reader.next, arguments.size()));
  }

  boolean has(char letter) {
    return letters.indexOf(letter) >= 0;
  }

  private static final class Reader {
    private final List<String> arguments;
    private final Letters known;
    private final Predicate<String> takesValue;
    private final List<String> ours = new ArrayList<>();
    private final List<String> theirs = new ArrayList<>();
    private final StringBuilder letters = new StringBuilder();
    private int next;

    Reader(List<String> arguments, Letters known, Predicate<String> takesValue) {
      this.arguments = arguments;
      this.known = known;
      this.takesValue = takesValue;
    }

    void read() {
      while (next < arguments.size()) {
        String word = arguments.get(next);
        // A single hyphen is no option.
        if (!word.startsWith("-") || word.equals("-")) {
          return;
        }
        next++;
        if (word.equals("--")) {
          return;
        }
        if (word.startsWith("--")) {
          readOurs(word);
        } else {
          readTheirs(word);
        }
      }
    }

    private void readOurs(String word) {
      ours.add(word);
      if (word.indexOf('=') < 0 && takesValue.test(word)) {
        ours.add(value(word));
      }
    }

    /** Switches may stand together, and the last letter may have its value behind it. */
    private void readTheirs(String word) {
      theirs.add(word);
      for (int i = 1; i < word.length(); i++) {
        char letter = word.charAt(i);
        letters.append(letter);
        boolean hasValue = known.withValue().indexOf(letter) >= 0;
        String value = "";
        if (hasValue) {
          value = word.substring(i + 1);
          if (value.isEmpty()) {
            value = value("-" + letter);
            theirs.add(value);
          }
        }
        Optional<String> problem = known.problem(letter, value);
        if (problem.isPresent()) {
          throw new WrongUsageException(problem.get());
        }
        if (hasValue) {
          return;
        }
      }
    }

    private String value(String option) {
      if (next == arguments.size()) {
        throw new WrongUsageException(option + " needs a value");
      }
      return arguments.get(next++);
    }
  }
}
