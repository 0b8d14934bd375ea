package io.adit.server.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The names by which this machine may be reached without any configuration. */
public final class LocalHostNames {
  private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

  /** A start must not hang on a name server that is away. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private LocalHostNames() {}

  /** Loopback's names and addresses, the host's name and its full name where it has one. */
  public static List<String> find() {
    var names = new ArrayList<>(List.of("localhost", "127.0.0.1", "::1"));
    var lookup = new CompletableFuture<List<String>>();
    Thread.ofVirtual().start(() -> lookup.complete(hostNames()));
    try {
      names.addAll(lookup.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      names.addAll(kernelHostName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return names.stream().filter(HostNames::isHost).distinct().toList();
  }

  private static List<String> hostNames() {
    try {
      InetAddress self = InetAddress.getLocalHost();
      return List.of(self.getHostName(), self.getCanonicalHostName());
    } catch (UnknownHostException e) {
      return kernelHostName();
    }
  }

  private static List<String> kernelHostName() {
    try {
      return List.of(Files.readString(KERNEL_HOSTNAME).strip());
    } catch (IOException e) {
      return List.of(); // no Linux, and no name either
    }
  }
}
