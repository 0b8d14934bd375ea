package io.adit.cli;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes variables so that a shell takes them over, whatever their values hold. */
enum ShellExports {
  sh {
    @Override
    String set(String name, String value) {
      return "export " + name + "='" + value.replace("'", "'\\''") + "'";
    }

    @Override
    String unset(String name) {
      return "unset " + name;
    }
  },
  fish {
    @Override
    String set(String name, String value) {
      return "set -gx " + name + " '" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @Override
    String unset(String name) {
      return "set -e " + name;
    }
  },
  powershell {
    @Override
    String set(String name, String value) {
      return "$env:" + name + " = '" + value.replace("'", "''") + "'";
    }

    @Override
    String unset(String name) {
      return "Remove-Item Env:" + name + " -ErrorAction SilentlyContinue";
    }
  };

  abstract String set(String name, String value);

  abstract String unset(String name);

  /** A line for each, the removed first. */
  String lines(Collection<String> removed, Map<String, String> variables) {
    String unsets = removed.stream().map(name -> unset(name) + "\n").collect(Collectors.joining());
    return unsets
        + variables.entrySet().stream()
            .map(variable -> set(variable.getKey(), variable.getValue()) + "\n")
            .collect(Collectors.joining());
  }
}
