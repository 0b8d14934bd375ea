package io.adit.bench.devices;

import io.adit.bench.measure.Latencies;
import io.adit.bench.measure.Machine;
import java.util.Locale;

/**
 * What devices cost a server.
 *
 * @param firstConnectsPerSecond when the server sees each for the first time, and enrols it
 * @param connectsPerSecond when it knows them
 * @param residentKibPerDevice by the difference of the process's resident memory
 * @param heapKibPerDevice the part of that which is Java's heap
 * @param callMillis of OpenTunnel, from the call to its answer
 * @param notifyMillis from the call until the device has the message
 */
record DevicesReport(
    Machine machine,
    int devices,
    double firstConnectsPerSecond,
    double connectsPerSecond,
    long residentKibIdle,
    long residentKibConnected,
    double residentKibPerDevice,
    double heapKibPerDevice,
    Latencies callMillis,
    Latencies notifyMillis) {

  /** For the terminal, and for docs/performance.md. */
  String table() {
    return String.format(
        Locale.ROOT,
        """
        | %,d idle devices, %s, %d processors, Java %s | |
        | --- | --- |
        | devices connect for the first time | %,.0f a second |
        | devices connect again | %,.0f a second |
        | resident memory without devices | %,d MiB |
        | resident memory with them | %,d MiB |
        | resident memory of a device | %.1f KiB, %.1f of it in the heap |
        | OpenTunnel, call to answer | p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, longest %.1f ms |
        | OpenTunnel, call to the device's message | p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, longest %.1f ms |
        """,
        devices,
        machine.system(),
        machine.processors(),
        machine.java(),
        firstConnectsPerSecond,
        connectsPerSecond,
        residentKibIdle / 1024,
        residentKibConnected / 1024,
        residentKibPerDevice,
        heapKibPerDevice,
        callMillis.p50(),
        callMillis.p90(),
        callMillis.p99(),
        callMillis.max(),
        notifyMillis.p50(),
        notifyMillis.p90(),
        notifyMillis.p99(),
        notifyMillis.max());
  }
}
