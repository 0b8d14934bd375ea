package io.adit.cli.ssh;

import io.adit.cli.WrongUsageException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code adit sftp [options] [user@]THING[:path]}.
 *
 * @param rest what follows the thing
 */
record SftpLine(Words words, Remote remote, List<String> rest) implements ProgramLine {

  static SftpLine parse(List<String> arguments, Predicate<String> takesValue) {
    Words words = Words.read(arguments, Letters.SFTP, takesValue);
    if (words.rest().isEmpty()) {
      throw new WrongUsageException("name a thing: [USER@]THING[:PATH]");
    }
    String first = words.rest().getFirst();
    if (first.startsWith("sftp://")) {
      throw new WrongUsageException("'" + first + "': write [USER@]THING[:PATH]");
    }
    Remote remote = Remote.colon(first) < 0 ? Remote.host(first) : Remote.path(first);
    return new SftpLine(words, remote, words.rest().subList(1, words.rest().size()));
  }

  @Override
  public List<String> canonical() {
    return Stream.of(words.theirs(), List.of("--", remote.place()), rest)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public String thing() {
    return remote.thing();
  }

  @Override
  public List<String> command(int port) {
    return Stream.of(
            List.of("sftp"),
            Wiring.before(port),
            words.theirs(),
            Wiring.after(thing()),
            List.of("--", remote.place()),
            rest)
        .flatMap(List::stream)
        .toList();
  }
}
