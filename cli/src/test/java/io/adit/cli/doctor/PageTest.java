package io.adit.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PageTest {
  private final StringWriter written = new StringWriter();

  @Test
  void aTextIsBrokenBetweenWordsUnderItsFirst() {
    page(20, false).item("Label", 8, Page.Style.BAD, "one two three four five");

    assertThat(written)
        .hasToString(
            """
            Label   one two
                    three four
                    five
            """);
  }

  @Test
  void aWordThatIsLongerThanALineIsLeftWhole() {
    page(20, false).item("", 4, Page.Style.PLAIN, "id 6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e end");

    assertThat(written)
        .hasToString(
            """
                id
                6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e
                end
            """);
  }

  @Test
  void onlyTheLabelIsColoured() {
    page(80, true).item("PROBLEM", 9, Page.Style.BAD, "it is gone");
    page(80, true).item("Tunnel", 9, Page.Style.PLAIN, "x");

    assertThat(written).hasToString("\u001b[1;31mPROBLEM  \u001b[0mit is gone\nTunnel   x\n");
  }

  @Test
  void whatOthersWroteGivesTheTerminalNoOrders() {
    page(80, true).item("", 0, Page.Style.PLAIN, "\u001b[2Jgone\u202e\n\u0007");

    assertThat(written).hasToString("?[2Jgone? ?\n");
  }

  @Test
  void aCommandCanBeCopiedWithItsLines() {
    page(80, false).command(2, "aws iotsecuretunneling rotate --tunnel-id 1 --client-mode SOURCE");

    assertThat(written)
        .hasToString(
            """
              aws iotsecuretunneling rotate \\
                --tunnel-id 1 \\
                --client-mode SOURCE
            """);
  }

  private Page page(int columns, boolean colour) {
    return new Page(new PrintWriter(written, true), columns, colour);
  }
}
