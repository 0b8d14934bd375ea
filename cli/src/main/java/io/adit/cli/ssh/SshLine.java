package io.adit.cli.ssh;

import io.adit.cli.WrongUsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * {@code adit ssh [options] [user@]THING [options] [[--] command]}. As with ssh itself, options may
 * also follow the thing; the command begins at the first word that is none, or behind {@code --}.
 *
 * @param remote the thing
 * @param command the words of the command; none for a shell
 */
record SshLine(Words words, Remote remote, List<String> command) implements ProgramLine {

  static SshLine parse(List<String> arguments, Predicate<String> takesValue) {
    Words before = Words.read(arguments, Letters.SSH, takesValue);
    if (before.rest().isEmpty()) {
      throw new WrongUsageException("name a thing: [USER@]THING");
    }
    Remote remote = Remote.host(before.rest().getFirst());
    Words behind =
        Words.read(before.rest().subList(1, before.rest().size()), Letters.SSH, takesValue);
    Words words =
        new Words(
            joined(before.ours(), behind.ours()),
            joined(before.theirs(), behind.theirs()),
            before.letters() + behind.letters(),
            List.of());
    return new SshLine(words, remote, behind.rest());
  }

  private static List<String> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  @Override
  public List<String> canonical() {
    List<String> canonical = new ArrayList<>(words.theirs());
    canonical.addAll(List.of("--", remote.host(), "--"));
    canonical.addAll(command);
    return canonical;
  }

  @Override
  public String thing() {
    return remote.thing();
  }

  @Override
  public List<String> command(int port) {
    List<String> line = new ArrayList<>(List.of("ssh"));
    line.addAll(Wiring.before(port));
    line.addAll(words.theirs());
    line.addAll(Wiring.after(thing()));
    line.add(remote.host());
    if (!command.isEmpty()) {
      line.add("--");
      line.addAll(command);
    }
    return line;
  }
}
