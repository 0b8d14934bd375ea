package io.adit.models.client;

import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;

/**
 * What a client makes of the WebSocket data frames that it reads. Their payloads are one stream of
 * messages with their lengths, cut anywhere, with two exceptions in clients since 3.0: what stands
 * behind SERVICE_IDS in its frame is lost, and what stands behind STREAM_START, STREAM_RESET or a
 * first CONNECTION_START waits for the next frame.
 */
public final class Inbox {
  private final ModelClient client;
  private ByteBuffer held = ByteBuffer.allocate(0);
  private boolean started;

  public Inbox(ModelClient client) {
    this.client = client;
  }

  /** The payload of one frame, binary, text or continued. */
  public void onFrame(ByteBuffer payload) {
    ByteBuffer joined = ByteBuffer.allocate(held.remaining() + payload.remaining());
    held = joined.put(held).put(payload.duplicate()).flip();
    boolean goesOn = true;
    while (goesOn && hasMessage()) {
      goesOn = readOne();
    }
  }

  /** Bytes that came and were not read as a message yet. */
  public int waitingBytes() {
    return held.remaining();
  }

  private boolean hasMessage() {
    return client.isRunning()
        && held.remaining() >= WireLimits.LENGTH_BYTES
        && held.remaining() >= WireLimits.LENGTH_BYTES + length();
  }

  private int length() {
    return held.getShort(held.position()) & 0xffff;
  }

  /** Returns whether the next message of this frame is read as well. */
  private boolean readOne() {
    int length = length();
    ByteBuffer unit = held.slice(held.position() + WireLimits.LENGTH_BYTES, length);
    held.position(held.position() + WireLimits.LENGTH_BYTES + length);
    if (length == 0) {
      client.hearEmptyUnit();
      return false;
    }
    try {
      Message message = MessageCodec.decode(unit, MessageCodec.UnknownFields.SKIP);
      client.hear(message);
      return !isTrap(message);
    } catch (WireViolation e) {
      client.hearGarbage();
      return false;
    }
  }

  private boolean isTrap(Message message) {
    if (!client.version().isLocalproxy() || client.version().isBefore3()) {
      return false;
    }
    return switch (message) {
      case Message.ServiceIds _ -> {
        held.position(held.limit());
        yield true;
      }
      case Message.StreamStart _ -> {
        started = true;
        yield true;
      }
      case Message.ConnectionStart _ -> {
        boolean first = !started;
        started = true;
        yield first;
      }
      case Message.StreamReset _ -> {
        started = false;
        yield true;
      }
      case Message.Data _,
          Message.ConnectionReset _,
          Message.SessionReset _,
          Message.Delivered _,
          Message.Unknown _ ->
          false;
    };
  }
}
