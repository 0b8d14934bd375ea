package io.adit.cli;

import java.util.regex.Pattern;

/** How a shell sets and unsets variables, and how it quotes. */
enum ShellSyntax {
  SH {
    @Override
    String quote(String value) {
      return "'" + value.replace("'", "'\\''") + "'";
    }

    @Override
    String set(String name, String value) {
      return "export " + name + "=" + quote(value);
    }

    @Override
    String unset(String name) {
      return "unset " + name;
    }

    @Override
    String evaluation(String command) {
      return "eval \"$(" + command + ")\"";
    }
  },
  FISH {
    @Override
    String quote(String value) {
      return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @Override
    String set(String name, String value) {
      return "set -gx " + name + " " + quote(value);
    }

    @Override
    String unset(String name) {
      return "set -e " + name;
    }

    @Override
    String evaluation(String command) {
      return command + " --shell fish | source";
    }
  },
  POWERSHELL {
    // PowerShell takes the typographic quotes for the plain one.
    private static final Pattern QUOTES = Pattern.compile("['\u2018\u2019\u201a\u201b]");

    @Override
    String quote(String value) {
      return "'" + QUOTES.matcher(value).replaceAll("$0$0") + "'";
    }

    @Override
    String set(String name, String value) {
      return "$env:" + name + " = " + quote(value);
    }

    @Override
    String unset(String name) {
      return "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue";
    }

    @Override
    String evaluation(String command) {
      return command + " --shell powershell | Out-String | Invoke-Expression";
    }
  };

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  /** The value as one word that the shell takes literally. */
  abstract String quote(String value);

  abstract String set(String name, String value);

  /** Does nothing, and says nothing, where the variable is not set. */
  abstract String unset(String name);

  /** How a user makes the shell run what a command prints. */
  abstract String evaluation(String command);

  /** As {@link #quote}, but bare where that is safe. */
  String word(String value) {
    return PLAIN.matcher(value).matches() ? value : quote(value);
  }
}
