package io.adit.cli.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void cutsTheLastColumnWhereTheTerminalEnds() {
    assertThat(printed(14)).isEqualTo("ID   TEXT\none  some tex…\nx\n");
  }

  @Test
  void cutsNothingWhereThereIsRoom() {
    assertThat(printed(Integer.MAX_VALUE)).isEqualTo("ID   TEXT\none  some text here\nx\n");
  }

  @Test
  void leavesTheOtherColumnsWholeHoweverNarrow() {
    assertThat(printed(3)).isEqualTo("ID\none\nx\n");
  }

  private static String printed(int width) {
    StringWriter text = new StringWriter();
    Table table = new Table(List.of("ID", "TEXT"));
    table.row(List.of("one", "some text here"));
    table.row(List.of("x", ""));
    table.print(new PrintWriter(text, true), width);
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
