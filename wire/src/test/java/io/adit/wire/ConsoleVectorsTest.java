package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the console's second codec, in TypeScript, to this one: its test reads the same file. */
class ConsoleVectorsTest {
  private static final Path FILE = Path.of("..", "console", "test", "vectors.json");

  private static final List<Message> MESSAGES =
      List.of(
          new Message.Data(1, "SSH", 1, bytes("hi")),
          new Message.Data(1, "", 0, bytes("x")),
          new Message.Data(Integer.MAX_VALUE, "SSH", -1, bytes("\0\u00ff")),
          new Message.Data(-1, "HTTP1", 128, bytes("y".repeat(300))),
          new Message.Data(Integer.MIN_VALUE, "\u30b5\u30fc\u30d3\u30b9", 16_384, bytes("")),
          new Message.StreamStart(1, "SSH", 1),
          new Message.StreamStart(300, "", 0),
          new Message.StreamReset(7, "SSH", 0, ResetReason.NONE),
          new Message.StreamReset(7, "SSH", 2, new ResetReason("127.0.0.1:22 refused")),
          new Message.ConnectionStart(1, "SSH", 2),
          new Message.ConnectionReset(1, "SSH", 2, ResetReason.NONE),
          new Message.SessionReset(),
          new Message.ServiceIds(List.of()),
          new Message.ServiceIds(List.of("SSH", "HTTP", "\ud83d\udd11")),
          new Message.Unknown(99, true));

  @Test
  void consoleVectorsAreWhatThisCodecWrites() throws IOException {
    String expected =
        MESSAGES.stream()
            .map(ConsoleVectorsTest::vector)
            .collect(
                Collectors.joining(
                    ",\n    ",
                    "{\n  \"origin\": \"ConsoleVectorsTest of module wire\",\n  \"messages\": [\n    ",
                    "\n  ]\n}\n"));

    assertThat(Files.readString(FILE)).as("what %s must hold", FILE).isEqualTo(expected);
  }

  private static String vector(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageCodec.encodedSize(message));
    MessageCodec.encode(message, out);
    StringJoiner fields = new StringJoiner(", ", "{", "}");
    fields.add("\"hex\": \"%s\"".formatted(hex(out.flip())));
    switch (message) {
      case Message.Data m ->
          stream(fields.add("\"type\": 1"), m)
              .add("\"payload\": \"%s\"".formatted(hex(m.payload())));
      case Message.StreamStart m -> stream(fields.add("\"type\": 2"), m);
      case Message.StreamReset m -> reason(stream(fields.add("\"type\": 3"), m), m);
      case Message.SessionReset _ -> fields.add("\"type\": 4");
      case Message.ServiceIds m ->
          fields
              .add("\"type\": 5")
              .add(
                  m.available().stream()
                      .collect(Collectors.joining("\", \"", "\"availableServiceIds\": [\"", "\"]"))
                      .replace("[\"\"]", "[]"));
      case Message.ConnectionStart m -> stream(fields.add("\"type\": 6"), m);
      case Message.ConnectionReset m -> reason(stream(fields.add("\"type\": 7"), m), m);
      case Message.Delivered m -> throw new AssertionError("no browser is ever sent " + m);
      case Message.Unknown m ->
          fields
              .add("\"type\": %d".formatted(m.type()))
              .add("\"ignorable\": %b".formatted(m.ignorable()));
    }
    return fields.toString();
  }

  private static StringJoiner stream(StringJoiner fields, Message.OfStream message) {
    return fields
        .add("\"streamId\": %d".formatted(message.streamId()))
        .add("\"serviceId\": \"%s\"".formatted(message.serviceId()))
        .add("\"connectionId\": %s".formatted(Integer.toUnsignedString(message.connectionId())));
  }

  private static void reason(StringJoiner fields, Message.Reset reset) {
    fields.add("\"payload\": \"%s\"".formatted(hex(bytes(reset.reason().text()))));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
