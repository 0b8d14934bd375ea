package io.adit.cli.doctor;

import io.adit.wire.PlainText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of limited width for a terminal. What others wrote is made fit to print here, once.
 *
 * @param columns that a line has, at least 40
 */
record Page(PrintWriter out, int columns, boolean colour) {
  private static final int MAX_TEXT_BYTES = 4096;
  private static final String ESCAPE = "\u001b[";

  /** How a label is shown where there is colour. */
  enum Style {
    PLAIN(""),
    BAD("1;31"),
    DOUBTFUL("33"),
    GOOD("32"),
    FAINT("2");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  void blank() {
    out.println();
  }

  /** A text under its label, broken between words, each line as far in as the first. */
  void item(String label, int indent, Style style, String text) {
    String padded = label + " ".repeat(Math.max(label.isEmpty() ? 0 : 2, indent - label.length()));
    List<String> lines = broken(PlainText.of(text, MAX_TEXT_BYTES), columns - padded.length());
    out.println(painted(padded, style) + lines.getFirst());
    lines.stream().skip(1).forEach(line -> out.println(" ".repeat(padded.length()) + line));
  }

  /** A command line to be copied: each option on a line of its own, as a shell reads it. */
  void command(int indent, String commandLine) {
    String line = PlainText.of(commandLine, MAX_TEXT_BYTES);
    String margin = " ".repeat(indent);
    out.println(margin + line.replace(" --", " \\\n" + margin + "  --"));
  }

  private String painted(String text, Style style) {
    return colour && style != Style.PLAIN ? ESCAPE + style.code + "m" + text + ESCAPE + "0m" : text;
  }

  /** Words that are longer than a line stand alone and are not cut: they may be to be copied. */
  private static List<String> broken(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
