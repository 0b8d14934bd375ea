package io.adit.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Protobuf for the seven fields of {@link Message}, by hand: the payload is a view going in and is
 * copied once going out. Fields are written in ascending order and defaults are left out, as
 * protobuf's own encoders do.
 */
public final class MessageCodec {

  /** What to do with a field that the protocol does not have. */
  public enum UnknownFields {
    /** The service's rule: such a sender is disconnected. */
    REFUSE,
    /** The clients' habit. */
    SKIP
  }

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private static final int TYPE_TAG = 1 << 3 | VARINT;
  private static final int STREAM_ID_TAG = 2 << 3 | VARINT;
  private static final int IGNORABLE_TAG = 3 << 3 | VARINT;
  private static final int PAYLOAD_TAG = 4 << 3 | LENGTH_DELIMITED;
  private static final int SERVICE_ID_TAG = 5 << 3 | LENGTH_DELIMITED;
  private static final int AVAILABLE_SERVICE_IDS_TAG = 6 << 3 | LENGTH_DELIMITED;
  private static final int CONNECTION_ID_TAG = 7 << 3 | VARINT;

  private static final int MAX_VARINT_BYTES = 10;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private MessageCodec() {}

  /**
   * Reads one message, which takes up all that remains of {@code bytes}.
   *
   * @throws WireViolation when the bytes are no message
   */
  public static Message decode(ByteBuffer bytes, UnknownFields unknownFields) {
    Fields fields = new Fields();
    while (bytes.hasRemaining()) {
      fields.readOne(bytes, unknownFields);
    }
    return fields.toMessage();
  }

  /** The bytes that {@link #encode} will write. */
  public static int encodedSize(Message message) {
    int size = varintFieldSize(MessageType.of(message));
    switch (message) {
      case Message.OfStream ofStream -> {
        int payloadBytes = payload(ofStream).remaining();
        size += streamFieldsSize(ofStream) + (ofStream instanceof Message.Delivered ? 2 : 0);
        if (payloadBytes > 0) {
          size += 1 + varintSize(payloadBytes) + payloadBytes;
        }
      }
      case Message.ServiceIds serviceIds -> {
        for (String serviceId : serviceIds.available()) {
          int bytes = utf8Size(serviceId);
          size += 1 + varintSize(bytes) + bytes;
        }
      }
      case Message.Unknown unknown -> size += unknown.ignorable() ? 2 : 0;
      case Message.SessionReset _ -> {}
    }
    return size;
  }

  /** Writes the message; {@code out} needs room for {@link #encodedSize}. */
  public static void encode(Message message, ByteBuffer out) {
    putVarintField(out, TYPE_TAG, MessageType.of(message));
    switch (message) {
      case Message.OfStream ofStream -> {
        putVarintField(out, STREAM_ID_TAG, ofStream.streamId());
        putVarintField(out, IGNORABLE_TAG, ofStream instanceof Message.Delivered ? 1 : 0);
        ByteBuffer payload = payload(ofStream);
        if (payload.hasRemaining()) {
          putBytes(out, PAYLOAD_TAG, payload);
        }
        if (!ofStream.serviceId().isEmpty()) {
          putString(out, SERVICE_ID_TAG, ofStream.serviceId());
        }
        // uint32: unlike an int32, a number with its top bit set takes five bytes, not ten.
        long connectionId = Integer.toUnsignedLong(ofStream.connectionId());
        putVarintField(out, CONNECTION_ID_TAG, connectionId);
      }
      case Message.ServiceIds serviceIds -> {
        for (String serviceId : serviceIds.available()) {
          putString(out, AVAILABLE_SERVICE_IDS_TAG, serviceId);
        }
      }
      case Message.Unknown unknown ->
          putVarintField(out, IGNORABLE_TAG, unknown.ignorable() ? 1 : 0);
      case Message.SessionReset _ -> {}
    }
  }

  private static ByteBuffer payload(Message.OfStream message) {
    return switch (message) {
      case Message.Data data -> data.payload();
      case Message.Reset reset when !reset.reason().isNone() ->
          ByteBuffer.wrap(reset.reason().encode());
      case Message.Delivered delivered -> varint(delivered.totalBytes());
      case Message.Reset _, Message.StreamStart _, Message.ConnectionStart _ -> EMPTY;
    };
  }

  private static ByteBuffer varint(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(varintSize(value));
    putVarint(bytes, value);
    return bytes.flip();
  }

  private static int streamFieldsSize(Message.OfStream message) {
    int serviceBytes = utf8Size(message.serviceId());
    return varintFieldSize(message.streamId())
        + (serviceBytes == 0 ? 0 : 1 + varintSize(serviceBytes) + serviceBytes)
        + varintFieldSize(Integer.toUnsignedLong(message.connectionId()));
  }

  private static int utf8Size(String text) {
    return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static int varintFieldSize(long value) {
    return value == 0 ? 0 : 1 + varintSize(value);
  }

  private static int varintSize(long value) {
    int significantBits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
    return (significantBits + 6) / 7;
  }

  private static void putVarintField(ByteBuffer out, int tag, long value) {
    if (value != 0) {
      out.put((byte) tag);
      putVarint(out, value);
    }
  }

  private static void putVarint(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /** Copies the bytes; their position stays. */
  private static void putBytes(ByteBuffer out, int tag, ByteBuffer bytes) {
    int count = bytes.remaining();
    out.put((byte) tag);
    putVarint(out, count);
    out.put(out.position(), bytes, bytes.position(), count);
    out.position(out.position() + count);
  }

  private static void putString(ByteBuffer out, int tag, String text) {
    out.put((byte) tag);
    if (!isAscii(text)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      putVarint(out, utf8.length);
      out.put(utf8);
      return;
    }
    putVarint(out, text.length());
    for (int i = 0; i < text.length(); i++) {
      out.put((byte) text.charAt(i));
    }
  }

  /** The fields read so far; a later value of a field replaces an earlier one. */
  private static final class Fields {
    private int type;
    private int streamId;
    private boolean ignorable;
    private ByteBuffer payload = EMPTY;
    private String serviceId = "";
    private List<String> availableServiceIds = List.of();
    private int connectionId;

    void readOne(ByteBuffer bytes, UnknownFields unknownFields) {
      long tag = readVarint(bytes);
      // A tag is a uint32: cutting a longer one would read another field than the sender wrote.
      if (tag >>> 3 == 0 || tag >>> Integer.SIZE != 0) {
        throw malformed("field number " + (tag >>> 3) + " is out of range");
      }
      switch ((int) tag) {
        case TYPE_TAG -> type = (int) readVarint(bytes);
        case STREAM_ID_TAG -> streamId = (int) readVarint(bytes);
        case IGNORABLE_TAG -> ignorable = readVarint(bytes) != 0;
        case PAYLOAD_TAG -> payload = readBytes(bytes);
        case SERVICE_ID_TAG -> serviceId = readString(bytes);
        case AVAILABLE_SERVICE_IDS_TAG -> {
          if (availableServiceIds.isEmpty()) {
            availableServiceIds = new ArrayList<>();
          }
          availableServiceIds.add(readString(bytes));
        }
        case CONNECTION_ID_TAG -> connectionId = (int) readVarint(bytes);
        default -> {
          if (unknownFields == UnknownFields.REFUSE) {
            throw malformed("field " + (tag >>> 3) + " of wire type " + (tag & 7) + " is unknown");
          }
          skip(bytes, tag);
        }
      }
    }

    Message toMessage() {
      return switch (type) {
        case MessageType.DATA -> new Message.Data(streamId, serviceId, connectionId, payload);
        case MessageType.STREAM_START -> new Message.StreamStart(streamId, serviceId, connectionId);
        case MessageType.STREAM_RESET ->
            new Message.StreamReset(streamId, serviceId, connectionId, ResetReason.decode(payload));
        case MessageType.SESSION_RESET -> new Message.SessionReset();
        case MessageType.SERVICE_IDS -> new Message.ServiceIds(availableServiceIds);
        case MessageType.CONNECTION_START ->
            new Message.ConnectionStart(streamId, serviceId, connectionId);
        case MessageType.CONNECTION_RESET ->
            new Message.ConnectionReset(
                streamId, serviceId, connectionId, ResetReason.decode(payload));
        case MessageType.DELIVERED -> toDelivered();
        default -> new Message.Unknown(type, ignorable);
      };
    }

    /** Whoever does not write it as Adit does means something else by its number. */
    private Message toDelivered() {
      ByteBuffer total = payload.duplicate();
      if (ignorable && isVarint(total)) {
        long totalBytes = readVarint(total);
        if (totalBytes >= 0) {
          return new Message.Delivered(streamId, serviceId, connectionId, totalBytes);
        }
      }
      return new Message.Unknown(type, ignorable);
    }

    private static boolean isVarint(ByteBuffer bytes) {
      int count = bytes.remaining();
      for (int i = 0; i < count; i++) {
        if (bytes.get(bytes.position() + i) >= 0) {
          return i == count - 1 && count <= MAX_VARINT_BYTES;
        }
      }
      return false;
    }

    private static void skip(ByteBuffer bytes, long tag) {
      switch ((int) (tag & 7)) {
        case VARINT -> readVarint(bytes);
        case FIXED64 -> skipBytes(bytes, 8);
        case LENGTH_DELIMITED -> readBytes(bytes);
        case FIXED32 -> skipBytes(bytes, 4);
        default -> throw malformed("wire type " + (tag & 7) + " does not exist here");
      }
    }

    private static void skipBytes(ByteBuffer bytes, int count) {
      if (bytes.remaining() < count) {
        throw malformed("a field ends after the message");
      }
      bytes.position(bytes.position() + count);
    }

    private static ByteBuffer readBytes(ByteBuffer bytes) {
      long length = readVarint(bytes);
      if (length < 0 || length > bytes.remaining()) {
        throw malformed("a field of " + length + " bytes ends after the message");
      }
      ByteBuffer view = bytes.slice(bytes.position(), (int) length);
      bytes.position(bytes.position() + (int) length);
      return view;
    }

    private static String readString(ByteBuffer bytes) {
      ByteBuffer view = readBytes(bytes);
      if (!view.hasRemaining()) {
        return "";
      }
      byte[] utf8 = new byte[view.remaining()];
      view.get(utf8);
      if (isAscii(utf8)) {
        return new String(utf8, StandardCharsets.US_ASCII);
      }
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      } catch (CharacterCodingException e) {
        throw malformed("a service id is not UTF-8");
      }
    }

    private static boolean isAscii(byte[] bytes) {
      for (byte each : bytes) {
        if (each < 0) {
          return false;
        }
      }
      return true;
    }

    private static long readVarint(ByteBuffer bytes) {
      long value = 0;
      for (int shift = 0; shift < Long.SIZE; shift += 7) {
        if (!bytes.hasRemaining()) {
          throw malformed("a number ends after the message");
        }
        byte next = bytes.get();
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      throw malformed("a number is longer than " + MAX_VARINT_BYTES + " bytes");
    }

    private static WireViolation malformed(String what) {
      return new WireViolation(WireViolation.Kind.MALFORMED_MESSAGE, what);
    }
  }
}
