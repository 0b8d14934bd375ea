package io.adit.server.http;

/** Decides on the requests for {@code /tunnel}; called on an event loop, must not block. */
@FunctionalInterface
public interface UpgradeHandler {

  /** Each request is to be answered once, now or later, by accepting or refusing it. */
  void onUpgrade(UpgradeRequest request);
}
