package io.adit.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * Lines over a few steps, as SVG. Colours are Okabe and Ito's, which people who do not see some
 * colours can tell apart; dashes and dots differ too. It is dark where its reader's screen is.
 *
 * <pre>
 *   title
 *   y label
 *   |        x---x
 *   |    x---     ---o---o   legend
 *   +---+---+---+---+---+
 *       steps, x label
 * </pre>
 */
public final class Plot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 400;
  private static final int LEFT = 70;
  private static final int RIGHT = 540;
  private static final int TOP = 60;
  private static final int BOTTOM = 340;
  private static final int MOST_TICKS = 6;

  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c8c8c");
  private static final List<String> DASHES = List.of("none", "7 3", "2 3", "9 3 2 3");

  private static final String STYLE =
      """
      <style>
        text { font: 13px sans-serif; fill: #1f2328; }
        .title { font-weight: bold; font-size: 15px; }
        .paper { fill: #ffffff; }
        .grid { stroke: #d1d9e0; }
        .axis { stroke: #59636e; }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc; }
          .paper { fill: #0d1117; }
          .grid { stroke: #3d444d; }
          .axis { stroke: #9198a1; }
        }
      </style>
      """;

  private final Titles titles;
  private final List<String> steps;
  private final List<Line> lines = new ArrayList<>();

  /** What it shows. */
  public record Titles(String title, String x, String y) {}

  private record Line(String name, List<Double> values) {}

  /**
   * Without a line yet.
   *
   * @param steps what is below the horizontal axis, from left to right
   */
  public Plot(Titles titles, List<String> steps) {
    this.titles = titles;
    this.steps = List.copyOf(steps);
  }

  /**
   * Adds a line.
   *
   * @param values one for each step; NaN for none
   * @throws IllegalArgumentException when there are not as many as steps
   */
  public Plot line(String name, List<Double> values) {
    if (values.size() != steps.size()) {
      throw new IllegalArgumentException(
          name + " has " + values.size() + " values for the " + steps.size() + " steps " + steps);
    }
    lines.add(new Line(name, List.copyOf(values)));
    return this;
  }

  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, svg());
  }

  String svg() {
    var svg = new Formatter(Locale.ROOT);
    svg.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
        WIDTH, HEIGHT, escape(description()));
    svg.format("%s", STYLE);
    svg.format("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>%n", WIDTH, HEIGHT);
    text(svg, LEFT, 26, "title", titles.title());
    text(svg, LEFT, 48, "", titles.y());
    double step = tickStep();
    double top = step * Math.ceil(highest() / step);
    appendGrid(svg, step, top);
    for (int i = 0; i < lines.size(); i++) {
      appendLine(svg, i, top);
    }
    return svg.format("</svg>%n").toString();
  }

  /** For who cannot see it: all that it shows. */
  private String description() {
    var words = new StringBuilder(titles.title());
    for (Line line : lines) {
      words.append("; ").append(line.name()).append(": ");
      for (int i = 0; i < steps.size(); i++) {
        words.append(i == 0 ? "" : ", ").append(label(line.values().get(i)));
        words.append(" at ").append(steps.get(i));
      }
    }
    return words.toString();
  }

  private double highest() {
    return lines.stream()
        .flatMap(line -> line.values().stream())
        .filter(value -> !value.isNaN())
        .mapToDouble(value -> value)
        .max()
        .orElse(1);
  }

  /** 1, 2 or 5 times a power of ten, so that there are few ticks. */
  private double tickStep() {
    double least = Math.max(highest(), Double.MIN_NORMAL) / MOST_TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double times : new double[] {1, 2, 5}) {
      if (times * power >= least) {
        return times * power;
      }
    }
    return 10 * power;
  }

  private void appendGrid(Formatter svg, double step, double top) {
    for (int tick = 0; tick * step <= top * 1.000_001; tick++) {
      double y = y(tick * step, top);
      svg.format(
          "<path class=\"%s\" d=\"M%d %.1fH%d\"/>%n", tick == 0 ? "axis" : "grid", LEFT, y, RIGHT);
      svg.format(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
          LEFT - 8, y + 4, label(tick * step));
    }
    for (int i = 0; i < steps.size(); i++) {
      svg.format(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          x(i), BOTTOM + 20, escape(steps.get(i)));
    }
    text(svg, LEFT, BOTTOM + 44, "", titles.x());
  }

  private void appendLine(Formatter svg, int index, double top) {
    Line line = lines.get(index);
    String colour = COLOURS.get(index % COLOURS.size());
    var path = new Formatter(Locale.ROOT);
    boolean drawing = false;
    for (int i = 0; i < steps.size(); i++) {
      double value = line.values().get(i);
      if (Double.isNaN(value)) {
        drawing = false;
        continue;
      }
      path.format("%s%.1f %.1f", drawing ? "L" : "M", x(i), y(value, top));
      svg.format(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n", x(i), y(value, top), colour);
      drawing = true;
    }
    String stroke =
        String.format(
            Locale.ROOT,
            "fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\" stroke-dasharray=\"%s\"",
            colour,
            DASHES.get(index % DASHES.size()));
    svg.format("<path d=\"%s\" %s/>%n", path, stroke);
    int legendY = TOP + 10 + 24 * index;
    svg.format("<path d=\"M%d %dh30\" %s/>%n", RIGHT + 14, legendY, stroke);
    text(svg, RIGHT + 50, legendY + 4, "", line.name());
  }

  private double x(int step) {
    return LEFT + (RIGHT - LEFT) * (step + 0.5) / steps.size();
  }

  private static double y(double value, double top) {
    return BOTTOM - (BOTTOM - TOP) * value / top;
  }

  private static String label(double value) {
    if (Double.isNaN(value)) {
      return "nothing";
    }
    return String.format(Locale.ROOT, value >= 10 || value == 0 ? "%,.0f" : "%.2f", value);
  }

  private static void text(Formatter svg, int x, int y, String style, String words) {
    svg.format("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", style, x, y, escape(words));
  }

  private static String escape(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
