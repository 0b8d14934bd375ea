package io.adit.cli.ssh;

import java.util.List;
import java.util.function.Predicate;

/** A command line of one of OpenSSH's programs that is understood, and lacks only the port. */
interface ProgramLine {

  /** Reads command lines of one program. */
  interface Grammar {
    /**
     * Reads one.
     *
     * @param takesValue whether an option of adit's is followed by its value
     * @throws io.adit.cli.WrongUsageException saying what is wrong with it
     */
    ProgramLine parse(List<String> arguments, Predicate<String> takesValue);

    /** Reads one without options of adit's. */
    default ProgramLine parse(List<String> arguments) {
      return parse(arguments, _ -> false);
    }
  }

  /** The thing that it is about. */
  String thing();

  /** The options. */
  Words words();

  /** The same line without adit's options; parsed again, it means the same. */
  List<String> canonical();

  /** The program with all its arguments. */
  List<String> command(int port);
}
