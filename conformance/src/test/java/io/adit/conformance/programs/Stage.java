package io.adit.conformance.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** All that a story starts and writes: ended and deleted with it, newest first. */
public final class Stage implements AutoCloseable {
  private final Deque<AutoCloseable> owned = new ArrayDeque<>(); // guarded by this
  private final Path folder;
  private final Thread atExit = new Thread(this::closeAll, "stage-at-exit");

  public Stage() {
    try {
      folder = Files.createTempDirectory("adit-story-").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
    // A test run that is interrupted must not leave servers behind.
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Ends it with the story. */
  public synchronized <T extends AutoCloseable> T owns(T resource) {
    owned.push(resource);
    return resource;
  }

  /** A new, empty folder. */
  public Path newFolder(String name) {
    try {
      return Files.createTempDirectory(folder, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder in " + folder, e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    closeAll();
  }

  private synchronized void closeAll() {
    @Nullable Exception failure = null;
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        failure = e;
      }
    }
    deleteFolder();
    if (failure != null) {
      throw new IllegalStateException("not everything of the story ended well", failure);
    }
  }

  private void deleteFolder() {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
