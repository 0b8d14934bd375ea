package io.adit.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Makes RSA keys, each of which takes a processor a tenth of a second and more. One thread makes
 * them, one after the other, and rests as long as it has worked: whatever callers ask for, half of
 * one processor is the most that they get of it. For any thread; who asks waits.
 */
final class KeyMill {
  /** Who would wait behind so many is turned away. */
  static final int MOST_WAITING = 16;

  private static final int RSA_BITS = 2048;
  private static final long IDLE_SECONDS = 10;

  private final Supplier<KeyPair> maker;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("keys-", 0).factory());

  KeyMill(SecureRandom random) {
    this(() -> rsaKey(random));
  }

  KeyMill(Supplier<KeyPair> maker) {
    this.maker = maker;
    thread.allowCoreThreadTimeOut(true);
  }

  /** A new key; empty where too many wait for one. */
  Optional<KeyPair> make() {
    var made = new CompletableFuture<KeyPair>();
    try {
      thread.execute(() -> makeAndRest(made));
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    }
    return Optional.of(made.join());
  }

  private void makeAndRest(CompletableFuture<KeyPair> made) {
    long began = System.nanoTime();
    try {
      made.complete(maker.get());
    } catch (RuntimeException | Error e) {
      made.completeExceptionally(e);
    }
    LockSupport.parkNanos(System.nanoTime() - began);
  }

  private static KeyPair rsaKey(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no RSA", e);
    }
  }
}
