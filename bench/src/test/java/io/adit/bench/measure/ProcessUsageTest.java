package io.adit.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  private static final String STAT =
      "4711 (a (b) c) S 1 4711 4711 0 -1 4194560 900 0 0 0 150 25 30 5 20 0 9 0 123 456 789 0\n";
  private static final String STATUS =
      """
      Name:\ta (b) c
      VmPeak:\t  900000 kB
      VmHWM:\t   81920 kB
      VmRSS:\t   40960 kB
      Threads:\t9
      """;

  @Test
  void whatTheKernelSaysIsRead() {
    assertThat(ProcessUsage.parse(STAT, STATUS))
        .isEqualTo(new ProcessUsage(1.8, 0.3, 40_960, 81_920));
  }

  @Test
  void aProcessThatHasEndedHasNoMemory() {
    assertThat(ProcessUsage.parse(STAT, "Name:\tzombie\nState:\tZ (zombie)\n").residentKib())
        .isZero();
  }

  @Test
  void timeIsCountedBetweenTwoLooksAndMemoryNow() {
    var before = new ProcessUsage(1, 2, 100, 200);
    var after = new ProcessUsage(4, 2.5, 150, 300);

    ProcessUsage between = after.since(before);

    assertThat(between).isEqualTo(new ProcessUsage(3, 0.5, 150, 300));
    assertThat(between.cpuSeconds()).isEqualTo(3.5);
  }

  @Test
  void theWorkOfThisProcessIsSeen() throws IOException {
    long self = ProcessHandle.current().pid();
    ProcessUsage before = ProcessUsage.of(self);
    long end = System.nanoTime() + 100_000_000;
    double sum = 0;
    while (System.nanoTime() < end) {
      sum += Math.sqrt(sum + 1);
    }

    ProcessUsage used = ProcessUsage.of(self).since(before);

    assertThat(sum).isPositive();
    assertThat(used.cpuSeconds()).isPositive();
    assertThat(used.residentKib()).isBetween(1_000L, used.peakKib());
  }

  @Test
  void severalProcessesAreAddedUp() throws IOException {
    long self = ProcessHandle.current().pid();
    long resident = ProcessUsage.of(self).residentKib();

    assertThat(ProcessUsage.of(self, self).residentKib()).isGreaterThan(resident * 3 / 2);
  }

  @Test
  void aProcessThatIsNotThereIsNoUseOfNothing() {
    assertThatThrownBy(() -> ProcessUsage.of(Integer.MAX_VALUE)).isInstanceOf(IOException.class);
  }
}
