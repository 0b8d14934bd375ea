package io.adit.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** All that a bench starts and writes: ended and deleted with it, newest first, also on ^C. */
public final class Stage implements AutoCloseable {
  private final Deque<AutoCloseable> owned = new ArrayDeque<>(); // guarded by this
  private final Scratch scratch;
  private final Thread atExit = new Thread(this::closeAll, "stage-at-exit");

  public Stage() throws IOException {
    this(Scratch.make());
  }

  /**
   * @param scratch where its folders are; it is deleted with them
   */
  public Stage(Scratch scratch) {
    this.scratch = scratch;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Ends it with the bench. */
  public synchronized <T extends AutoCloseable> T owns(T resource) {
    owned.push(resource);
    return resource;
  }

  /** A new, empty folder. */
  public Path newFolder(String name) throws IOException {
    return Files.createTempDirectory(scratch.folder(), name + "-");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // the process ends, and the hook does it
    }
    closeAll();
  }

  private synchronized void closeAll() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        System.err.println("adit bench: not everything ended well: " + e);
      }
    }
    try {
      scratch.close();
    } catch (IOException e) {
      System.err.println("adit bench: cannot delete " + scratch.folder() + ": " + e);
    }
  }
}
