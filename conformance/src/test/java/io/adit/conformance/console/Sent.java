package io.adit.conformance.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All that a tab has sent: addresses, bodies, and frames of its WebSockets. */
public final class Sent {
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> addresses = new CopyOnWriteArrayList<>();
  private final List<String> webSockets = new CopyOnWriteArrayList<>();

  private Sent() {}

  /** Listens from now on. */
  public static Sent by(Page page) {
    var noted = new Sent();
    page.onRequest(noted::note);
    page.onWebSocket(noted::note);
    return noted;
  }

  private void note(Request request) {
    addresses.add(request.url());
    noteBytes(request.postDataBuffer());
  }

  private void note(WebSocket socket) {
    addresses.add(socket.url());
    webSockets.add(socket.url());
    socket.onFrameSent(this::note);
  }

  private void note(WebSocketFrame frame) {
    noteBytes(frame.binary());
  }

  private void noteBytes(byte @Nullable [] bytes) {
    if (bytes != null) {
      // Each byte becomes one letter, so that no sequence of them is missed.
      sent.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /** Bodies and frames. */
  public List<String> contents() {
    return sent;
  }

  public List<String> addresses() {
    return addresses;
  }

  public List<String> webSockets() {
    return webSockets;
  }
}
