package io.adit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void aPercentileIsTheSmallestThatSoManyAreNotAbove() {
    List<Long> nanos = LongStream.rangeClosed(1, 1_000).mapToObj(i -> i * 1_000_000).toList();

    assertThat(Latencies.ofNanos(nanos)).isEqualTo(new Latencies(1_000, 500, 900, 990, 999, 1_000));
  }

  @Test
  void ofOneAllAreThatOne() {
    assertThat(Latencies.ofNanos(List.of(2_500_000L)))
        .isEqualTo(new Latencies(1, 2.5, 2.5, 2.5, 2.5, 2.5));
  }
}
