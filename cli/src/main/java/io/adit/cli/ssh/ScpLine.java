package io.adit.cli.ssh;

import io.adit.cli.WrongUsageException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * {@code adit scp [options] SOURCE... TARGET}, where places on the device are {@code
 * [user@]THING:path}.
 *
 * @param places all of them, those on the device with its host name in place of the thing's
 */
record ScpLine(Words words, String thing, List<String> places) implements ProgramLine {

  static ScpLine parse(List<String> arguments, Predicate<String> takesValue) {
    Words words = Words.read(arguments, Letters.SCP, takesValue);
    List<String> places = words.rest();
    if (places.size() < 2) {
      throw new WrongUsageException(
          "give at least a source and a target; one on the device is [USER@]THING:PATH");
    }
    places.stream()
        .filter(place -> place.startsWith("scp://"))
        .findFirst()
        .ifPresent(place -> {
          throw new WrongUsageException("'" + place + "': write [USER@]THING:PATH");
        });
    List<String> things =
        places.stream()
            .filter(ScpLine::isRemote)
            .map(place -> Remote.path(place).thing())
            .distinct()
            .toList();
    return new ScpLine(
        words,
        only(things),
        places.stream()
            .map(place -> isRemote(place) ? Remote.path(place).place() : place)
            .toList());
  }

  private static boolean isRemote(String place) {
    return Remote.colon(place) >= 0;
  }

  private static String only(List<String> things) {
    if (things.isEmpty()) {
      throw new WrongUsageException(
          "nothing here is on a thing; write [USER@]THING:PATH for what is");
    }
    if (things.size() > 1) {
      throw new WrongUsageException(
          String.join(" and ", things)
              + " are several things: copy from one to this machine, and from here to the other");
    }
    return things.getFirst();
  }

  @Override
  public List<String> canonical() {
    return Stream.of(words.theirs(), List.of("--"), places).flatMap(List::stream).toList();
  }

  @Override
  public List<String> command(int port) {
    return Stream.of(
            List.of("scp"),
            Wiring.before(port),
            words.theirs(),
            Wiring.after(thing),
            List.of("--"),
            places)
        .flatMap(List::stream)
        .toList();
  }
}
