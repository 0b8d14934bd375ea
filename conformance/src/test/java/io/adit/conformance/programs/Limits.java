package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the system lets a running process have; taken from it and given back as the story goes,
 * without root.
 */
public final class Limits {
  private final Running running;
  private final Path prlimit = Program.require("prlimit", "apt-get install util-linux");

  public Limits(Running running) {
    this.running = running;
  }

  /** No file may grow beyond this: as on a full disk, writes that must grow one fail. */
  public void fileBytes(long bytes) {
    set("--fsize=" + bytes + ":");
  }

  public void anyFileSize() {
    set("--fsize=unlimited:");
  }

  /** It may open so many files and sockets beside those that it has. */
  public void moreOpenFiles(int count) {
    try (var open = Files.list(Path.of("/proc", Long.toString(running.pid()), "fd"))) {
      set("--nofile=" + (open.count() + count) + ":");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The limit that is behind the limit. */
  public void manyOpenFiles() {
    set("--nofile=65536:");
  }

  /** Before the colon is what counts, which may be raised again to what is behind it. */
  private void set(String limit) {
    Program.run(prlimit, Within.seconds(20), "--pid", "" + running.pid(), limit).succeeded();
  }
}
