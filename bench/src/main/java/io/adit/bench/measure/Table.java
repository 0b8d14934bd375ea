package io.adit.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table in Markdown, with the first column to the left and figures to the right. */
public final class Table {
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... header) {
    this.header = List.of(header);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when it has other columns than the header
   */
  public Table row(String... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for the " + header.size() + " columns " + header);
    }
    rows.add(List.of(cells));
    return this;
  }

  /** As Markdown, without a line's end behind it. */
  public String markdown() {
    var lines = new ArrayList<String>();
    lines.add(line(header));
    lines.add("| --- |" + " ---: |".repeat(header.size() - 1));
    rows.forEach(row -> lines.add(line(row)));
    return String.join(System.lineSeparator(), lines);
  }

  /** A bar in a cell would end it. */
  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** A figure for a cell, the same in every country. */
  public static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
