package io.adit.cli.ssh;

import io.adit.cli.WrongUsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Puts adit's own options before a {@code --} and all that is OpenSSH's behind it, since picocli
 * cannot tell them apart.
 */
abstract class OurOptionsFirst implements IParameterPreprocessor {
  private final ProgramLine.Grammar grammar;

  OurOptionsFirst(ProgramLine.Grammar grammar) {
    this.grammar = grammar;
  }

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own signature
  public boolean preprocess(
      Stack<String> args,
      CommandSpec commandSpec,
      ArgSpec argSpec,
      java.util.Map<String, Object> info) {
    // The next word is on the top.
    List<String> arguments = new ArrayList<>(args.reversed());
    if (!arguments.isEmpty() && arguments.getFirst().equals("--help")) {
      return false;
    }
    try {
      ProgramLine line = grammar.parse(arguments, word -> takesValue(commandSpec, word));
      List<String> ordered = new ArrayList<>(line.words().ours());
      ordered.add("--");
      ordered.addAll(line.canonical());
      Collections.reverse(ordered);
      args.clear();
      args.addAll(ordered);
      return false;
    } catch (WrongUsageException e) {
      throw new ParameterException(commandSpec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static boolean takesValue(CommandSpec command, String word) {
    OptionSpec option = command.findOption(word);
    return option != null && option.arity().max() > 0;
  }
}
