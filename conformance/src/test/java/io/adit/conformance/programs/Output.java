package io.adit.conformance.programs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a program has printed so far; one thread reads it, any thread waits for lines. */
final class Output {
  private static final int SHOWN_LINES = 200;

  private final String program;
  private final List<String> lines = new ArrayList<>(); // guarded by this
  private boolean ended; // guarded by this

  Output(String program, InputStream stream) {
    this.program = program;
    Thread.ofVirtual().start(() -> read(stream));
  }

  private void read(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("(the output broke off: " + e.getMessage() + ")");
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** How many lines there are, to wait for one that comes later. */
  synchronized int position() {
    return lines.size();
  }

  /** The first line from {@code position} on in which the pattern is found. */
  synchronized MatchResult awaitLine(Pattern pattern, int position, Within limit) {
    var found = find(pattern, position);
    while (found.isEmpty()) {
      if (ended) {
        throw new AssertionError(
            "%s ended without printing \"%s\". It printed:%n%s"
                .formatted(program, pattern, text()));
      }
      if (limit.isOver()) {
        throw limit.late("%s prints \"%s\"".formatted(program, pattern), text());
      }
      try {
        wait(limit.millisLeft());
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for " + program, e);
      }
      found = find(pattern, position);
    }
    return found.get();
  }

  private synchronized Optional<MatchResult> find(Pattern pattern, int position) {
    return lines.stream()
        .skip(position)
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(Matcher::toMatchResult)
        .findFirst();
  }

  /** Waits until the program has closed its output. */
  synchronized void awaitEnd(Within limit) {
    while (!ended) {
      if (limit.isOver()) {
        throw limit.late(program + " closes its output", text());
      }
      try {
        wait(limit.millisLeft());
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for " + program, e);
      }
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The last lines, for failures. */
  synchronized String text() {
    var shown = lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size());
    return shown.isEmpty() ? "(nothing)" : String.join(System.lineSeparator(), shown);
  }
}
