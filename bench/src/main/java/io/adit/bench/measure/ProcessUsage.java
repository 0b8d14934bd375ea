package io.adit.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.LongStream;

/**
 * What processes have used up to now, with the children that still run and those that they waited
 * for. Read from Linux's {@code /proc}.
 *
 * @param userSeconds processor time in the programs themselves, by steps of 10 ms
 * @param systemSeconds processor time in the kernel for them, by steps of 10 ms
 * @param residentKib memory that they hold now
 * @param peakKib the most that each held at any time, added up
 */
public record ProcessUsage(
    double userSeconds, double systemSeconds, long residentKib, long peakKib) {
  private static final ProcessUsage NONE = new ProcessUsage(0, 0, 0, 0);

  /** The kernel's USER_HZ, on every architecture that has a JDK. */
  private static final double TICKS_PER_SECOND = 100;

  /** Places in /proc/PID/stat, counted behind the name, from the state on; see proc(5). */
  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;
  private static final int CHILDREN_USER_TIME = 13;
  private static final int CHILDREN_SYSTEM_TIME = 14;

  /**
   * Of all these and of their children.
   *
   * @throws IOException when one of them has ended
   */
  public static ProcessUsage of(long... pids) throws IOException {
    ProcessUsage sum = NONE;
    for (long pid : pids) {
      sum = sum.plus(ofOne(pid));
      for (long child : descendants(pid)) {
        sum = sum.plus(ofChild(child));
      }
    }
    return sum;
  }

  private static long[] descendants(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMapToLong(its -> its.descendants().mapToLong(ProcessHandle::pid))
        .toArray();
  }

  /** One that ends meanwhile is in its parent's time of children. */
  private static ProcessUsage ofChild(long pid) throws IOException {
    try {
      return ofOne(pid);
    } catch (NoSuchFileException e) {
      return NONE;
    }
  }

  private static ProcessUsage ofOne(long pid) throws IOException {
    Path folder = Path.of("/proc", "" + pid);
    return parse(
        Files.readString(folder.resolve("stat")), Files.readString(folder.resolve("status")));
  }

  /**
   * Of one process, by what the kernel says of it.
   *
   * @param stat the text of /proc/PID/stat
   * @param status the text of /proc/PID/status
   */
  static ProcessUsage parse(String stat, String status) {
    // The name stands in parentheses and may itself have spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessUsage(
        seconds(fields, USER_TIME, CHILDREN_USER_TIME),
        seconds(fields, SYSTEM_TIME, CHILDREN_SYSTEM_TIME),
        kib(status, "VmRSS:"),
        kib(status, "VmHWM:"));
  }

  private static double seconds(String[] fields, int own, int children) {
    return (Long.parseLong(fields[own]) + Long.parseLong(fields[children])) / TICKS_PER_SECOND;
  }

  /** A process that has ended and was not waited for has no memory and no such line. */
  private static long kib(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .flatMapToLong(line -> LongStream.of(Long.parseLong(line.replaceAll("[^0-9]", ""))))
        .findFirst()
        .orElse(0);
  }

  /** Of the programs and of the kernel for them. */
  public double cpuSeconds() {
    return userSeconds + systemSeconds;
  }

  /** The processor time between an earlier look and this one, and the memory of this one. */
  public ProcessUsage since(ProcessUsage earlier) {
    return new ProcessUsage(
        userSeconds - earlier.userSeconds,
        systemSeconds - earlier.systemSeconds,
        residentKib,
        peakKib);
  }

  public ProcessUsage plus(ProcessUsage other) {
    return new ProcessUsage(
        userSeconds + other.userSeconds,
        systemSeconds + other.systemSeconds,
        residentKib + other.residentKib,
        peakKib + other.peakKib);
  }
}
