package io.adit.server.user;

import java.security.SecureRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Computes hashes of passwords on few threads, with few waiting: each takes 19 MiB and some 50
 * milliseconds, and strangers may ask for any number. For any thread; blocks.
 */
public final class PasswordHasher implements AutoCloseable {
  private static final int MOST_WAITING = 32;

  private final SecureRandom random;
  private final ThreadPoolExecutor threads;
  private final String nobodys;

  public PasswordHasher(SecureRandom random) {
    this.random = random;
    int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("passwords-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
    this.nobodys =
        new PasswordHash(
                PasswordHash.MEMORY_KIB, PasswordHash.PASSES, PasswordHash.LANES, salt(), salt())
            .text();
  }

  /** A new hash, as text. Throws UserException BUSY. */
  String hash(String password) {
    byte[] salt = salt();
    return compute(() -> PasswordHash.of(password, salt).text());
  }

  /** Whether a stored hash is this password's. Throws UserException BUSY. */
  boolean matches(String stored, String password) {
    return compute(() -> PasswordHash.parse(stored).matches(password));
  }

  /** A hash that is no password's, to be compared with where there is no user. */
  String nobodys() {
    return nobodys;
  }

  @Override
  public void close() {
    threads.shutdown();
  }

  private byte[] salt() {
    byte[] salt = new byte[PasswordHash.SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private <T> T compute(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads).join();
    } catch (RejectedExecutionException e) {
      throw UserException.busy();
    }
  }
}
