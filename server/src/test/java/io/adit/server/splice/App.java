package io.adit.server.splice;

/**
 * The application's TCP connection at one end of a tunnel. All that it sends can be told from what
 * any other sends.
 */
final class App {
  private final String name;
  private final String service;
  private final int streamId;
  private final int connectionId;
  private final StringBuilder sent = new StringBuilder();
  private final StringBuilder received = new StringBuilder();
  private boolean open = true;
  private int count;

  App(String name, String service, int streamId, int connectionId) {
    this.name = name;
    this.service = service;
    this.streamId = streamId;
    this.connectionId = connectionId;
  }

  String name() {
    return name;
  }

  String service() {
    return service;
  }

  int streamId() {
    return streamId;
  }

  int connectionId() {
    return connectionId;
  }

  String sent() {
    return sent.toString();
  }

  String received() {
    return received.toString();
  }

  boolean isOpen() {
    return open;
  }

  /** Writes its next few bytes and returns them. */
  String write() {
    count++;
    String text = name + "." + count + " ";
    sent.append(text);
    return text;
  }

  void read(String text) {
    received.append(text);
  }

  void close() {
    open = false;
  }

  @Override
  public String toString() {
    return name + (open ? " open" : " closed");
  }
}
