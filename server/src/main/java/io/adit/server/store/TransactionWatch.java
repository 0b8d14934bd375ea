package io.adit.server.store;

/** Hears of each transaction, on its caller's thread: must return at once. */
@FunctionalInterface
public interface TransactionWatch {
  /** Nobody watches. */
  TransactionWatch NONE = _ -> Running.UNSEEN;

  /**
   * One begins: for a writing one that is when it begins to wait for those before it.
   *
   * @param what read or write
   * @return told of its end
   */
  Running begin(String what);

  /** A transaction under way. */
  @FunctionalInterface
  interface Running extends AutoCloseable {
    /** One that nobody watches. */
    Running UNSEEN = () -> {};

    @Override
    void close();
  }
}
