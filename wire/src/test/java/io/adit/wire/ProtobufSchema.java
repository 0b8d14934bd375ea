package io.adit.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The protocol's message as protobuf-java knows it: the judge of {@link MessageCodec}. */
public final class ProtobufSchema {
  private static final List<String> TYPES =
      List.of(
          "UNKNOWN",
          "DATA",
          "STREAM_START",
          "STREAM_RESET",
          "SESSION_RESET",
          "SERVICE_IDS",
          "CONNECTION_START",
          "CONNECTION_RESET");

  private static final Descriptor MESSAGE = describe();
  static final FieldDescriptor TYPE = MESSAGE.findFieldByNumber(1);
  static final FieldDescriptor STREAM_ID = MESSAGE.findFieldByNumber(2);
  static final FieldDescriptor IGNORABLE = MESSAGE.findFieldByNumber(3);
  static final FieldDescriptor PAYLOAD = MESSAGE.findFieldByNumber(4);
  static final FieldDescriptor SERVICE_ID = MESSAGE.findFieldByNumber(5);
  static final FieldDescriptor AVAILABLE_SERVICE_IDS = MESSAGE.findFieldByNumber(6);
  static final FieldDescriptor CONNECTION_ID = MESSAGE.findFieldByNumber(7);

  private ProtobufSchema() {}

  public static DynamicMessage parse(byte[] bytes) throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(MESSAGE, bytes);
  }

  /** The message with these fields, as Adit reads it. */
  public static Message toMessage(DynamicMessage fields) {
    int type = ((EnumValueDescriptor) fields.getField(TYPE)).getNumber();
    int streamId = (int) fields.getField(STREAM_ID);
    String serviceId = (String) fields.getField(SERVICE_ID);
    int connectionId = (int) fields.getField(CONNECTION_ID);
    ByteBuffer payload = ((ByteString) fields.getField(PAYLOAD)).asReadOnlyByteBuffer();
    return switch (type) {
      case 1 -> new Message.Data(streamId, serviceId, connectionId, payload);
      case 2 -> new Message.StreamStart(streamId, serviceId, connectionId);
      case 3 ->
          new Message.StreamReset(streamId, serviceId, connectionId, ResetReason.decode(payload));
      case 4 -> new Message.SessionReset();
      case 5 ->
          new Message.ServiceIds(
              ((List<?>) fields.getField(AVAILABLE_SERVICE_IDS))
                  .stream().map(String.class::cast).toList());
      case 6 -> new Message.ConnectionStart(streamId, serviceId, connectionId);
      case 7 ->
          new Message.ConnectionReset(
              streamId, serviceId, connectionId, ResetReason.decode(payload));
      default -> {
        boolean ignorable = (boolean) fields.getField(IGNORABLE);
        long total =
            type == 1_001 && ignorable ? number((ByteString) fields.getField(PAYLOAD)) : -1;
        yield total < 0
            ? new Message.Unknown(type, ignorable)
            : new Message.Delivered(streamId, serviceId, connectionId, total);
      }
    };
  }

  /** The only number in these bytes; below 0 where there is none, or something else as well. */
  private static long number(ByteString bytes) {
    try {
      CodedInputStream in = bytes.newCodedInput();
      long number = in.readRawVarint64();
      return in.isAtEnd() ? number : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** What protobuf-java writes for a message. */
  public static byte[] encode(Message message) {
    DynamicMessage.Builder fields = DynamicMessage.newBuilder(MESSAGE);
    fields.setField(
        TYPE, TYPE.getEnumType().findValueByNumberCreatingIfUnknown(MessageType.of(message)));
    if (message instanceof Message.OfStream ofStream) {
      fields.setField(STREAM_ID, ofStream.streamId());
      fields.setField(SERVICE_ID, ofStream.serviceId());
      fields.setField(CONNECTION_ID, ofStream.connectionId());
    }
    if (message instanceof Message.Data data) {
      ByteBuffer payload = data.payload().duplicate();
      fields.setField(PAYLOAD, ByteString.copyFrom(payload));
    }
    if (message instanceof Message.Delivered delivered) {
      fields.setField(IGNORABLE, true);
      fields.setField(PAYLOAD, varint(delivered.totalBytes()));
    }
    if (message instanceof Message.Reset reset) {
      fields.setField(PAYLOAD, ByteString.copyFromUtf8(reset.reason().text()));
    }
    if (message instanceof Message.ServiceIds serviceIds) {
      fields.setField(AVAILABLE_SERVICE_IDS, serviceIds.available());
    }
    if (message instanceof Message.Unknown unknown) {
      fields.setField(IGNORABLE, unknown.ignorable());
    }
    return fields.build().toByteArray();
  }

  private static ByteString varint(long number) {
    ByteString.Output bytes = ByteString.newOutput();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeUInt64NoTag(number);
      out.flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteString();
  }

  static DynamicMessage.Builder newBuilder() {
    return DynamicMessage.newBuilder(MESSAGE);
  }

  private static Descriptor describe() {
    EnumDescriptorProto.Builder types = EnumDescriptorProto.newBuilder().setName("Type");
    for (int number = 0; number < TYPES.size(); number++) {
      types.addValue(
          EnumValueDescriptorProto.newBuilder().setName(TYPES.get(number)).setNumber(number));
    }
    DescriptorProto message =
        DescriptorProto.newBuilder()
            .setName("Message")
            .addEnumType(types)
            .addField(field(1, "type", FieldDescriptorProto.Type.TYPE_ENUM).setTypeName("Type"))
            .addField(field(2, "streamId", FieldDescriptorProto.Type.TYPE_INT32))
            .addField(field(3, "ignorable", FieldDescriptorProto.Type.TYPE_BOOL))
            .addField(field(4, "payload", FieldDescriptorProto.Type.TYPE_BYTES))
            .addField(field(5, "serviceId", FieldDescriptorProto.Type.TYPE_STRING))
            .addField(
                field(6, "availableServiceIds", FieldDescriptorProto.Type.TYPE_STRING)
                    .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED))
            .addField(field(7, "connectionId", FieldDescriptorProto.Type.TYPE_UINT32))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("message.proto")
            .setPackage("com.amazonaws.iot.securedtunneling")
            .setSyntax("proto3")
            .addMessageType(message)
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Message");
    } catch (DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static FieldDescriptorProto.Builder field(
      int number, String name, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setNumber(number)
        .setName(name)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }
}
