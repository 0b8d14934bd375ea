package io.adit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PlotTest {
  private static final Plot.Titles TITLES =
      new Plot.Titles("Throughput & cost", "tunnels", "MiB/s");

  @Test
  void everyValueIsADotAndTheHighestIsTheHighest() throws Exception {
    Document svg = parse(plot().line("Adit", List.of(100.0, 300.0, 200.0)).svg());

    NodeList dots = svg.getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(3);
    assertThat(y(dots, 1)).isLessThan(y(dots, 2));
    assertThat(y(dots, 2)).isLessThan(y(dots, 0));
    assertThat(y(dots, 1)).isGreaterThanOrEqualTo(60);
  }

  @Test
  void aValueThatIsNotThereLeavesAGap() throws Exception {
    Document svg = parse(plot().line("Adit", List.of(1.0, Double.NaN, 2.0)).svg());

    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
    assertThat(svg.getDocumentElement().getAttribute("aria-label"))
        .isEqualTo("Throughput & cost; Adit: 1.00 at 1, nothing at 10, 2.00 at 50");
  }

  @Test
  void linesDifferInColourAndDashes() throws Exception {
    Document svg =
        parse(
            plot()
                .line("Adit", List.of(1.0, 2.0, 3.0))
                .line("nginx <TLS>", List.of(2.0, 3.0, 4.0))
                .svg());

    NodeList paths = svg.getElementsByTagName("path");
    Element ours = (Element) paths.item(paths.getLength() - 3);
    Element theirs = (Element) paths.item(paths.getLength() - 1);
    assertThat(ours.getAttribute("stroke")).isNotEqualTo(theirs.getAttribute("stroke"));
    assertThat(ours.getAttribute("stroke-dasharray"))
        .isNotEqualTo(theirs.getAttribute("stroke-dasharray"));
    assertThat(svg.getDocumentElement().getTextContent()).contains("Adit", "nginx <TLS>");
  }

  @Test
  void aLineThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> plot().line("Adit", List.of(1.0)))
        .hasMessage("Adit has 1 values for the 3 steps [1, 10, 50]");
  }

  private static Plot plot() {
    return new Plot(TITLES, List.of("1", "10", "50"));
  }

  private static double y(NodeList dots, int index) {
    return Double.parseDouble(((Element) dots.item(index)).getAttribute("cy"));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
