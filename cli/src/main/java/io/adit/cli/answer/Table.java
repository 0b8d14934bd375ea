package io.adit.cli.answer;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns, of which the last is cut where the terminal ends. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  public Table(List<String> heads) {
    rows.add(heads);
  }

  public void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** Prints it in lines of at most so many characters, as far as all but the last column fit. */
  public void print(PrintWriter out, int width) {
    int last = rows.getFirst().size() - 1;
    int[] widths = new int[last];
    for (List<String> row : rows) {
      for (int column = 0; column < last; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < last; column++) {
        String cell = row.get(column);
        line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
      }
      out.println((line + cut(row.get(last), width - line.length())).stripTrailing());
    }
  }

  private static String cut(String text, int room) {
    if (text.length() <= room) {
      return text;
    }
    return room < 1 ? "" : text.substring(0, room - 1) + "…";
  }
}
