package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.DescriptorWatch.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DescriptorWatchTest {
  private final List<String> said = new ArrayList<>();
  private Use use = new Use(OptionalLong.of(10), 100);
  private final DescriptorWatch watch = new DescriptorWatch(() -> use, said::add);

  @Test
  void itIsSaidOnceEachTimeThatFewAreLeft() {
    watch.look();
    assertThat(said).isEmpty();

    use = new Use(OptionalLong.of(95), 100);
    watch.look();
    watch.look();
    assertThat(said).hasSize(1).first().asString().startsWith("95 of 100 descriptors");

    use = new Use(OptionalLong.of(20), 100);
    watch.look();
    use = new Use(OptionalLong.of(99), 100);
    watch.look();
    assertThat(said).hasSize(2);
  }

  @Test
  void whereNoneIsLeftToCountWithThatIsSaid() {
    use = new Use(OptionalLong.empty(), 100);

    assertThat(watch.problem())
        .hasValueSatisfying(problem ->
            assertThat(problem).startsWith("All of 100 descriptors").contains("ulimit -n"));
  }

  @Test
  void thisProcessIsCounted() {
    assertThat(DescriptorWatch.ofThisProcess().problem()).isEmpty();
  }
}
