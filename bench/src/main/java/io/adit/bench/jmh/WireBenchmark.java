package io.adit.bench.jmh;

import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.MessageCodec.UnknownFields;
import io.adit.wire.websocket.MessageFraming;
import io.adit.wire.websocket.WebSocketReader;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One message through each part of the wire's code. JMH makes and subclasses it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WireBenchmark {
  private static final int MASK_KEY = 0x5eedf00d;

  /** A keystroke's echo, and the largest payload of a message. */
  @Param({"64", "64512"})
  public int payloadBytes;

  private Sample sample = Sample.of(0);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private ByteBuffer masked = ByteBuffer.allocate(0);
  private final FrameReader frames = new FrameReader();

  @Setup
  public void setUp() {
    sample = Sample.of(payloadBytes);
    out = ByteBuffer.allocateDirect(payloadBytes + 256);
    masked = ByteBuffer.allocateDirect(sample.masked().length).put(sample.masked()).flip();
  }

  @Benchmark
  public Message decode() {
    return MessageCodec.decode(ByteBuffer.wrap(sample.encoded()), UnknownFields.REFUSE);
  }

  @Benchmark
  public ByteBuffer encode() {
    MessageCodec.encode(sample.message(), out.clear());
    return out;
  }

  @Benchmark
  public void cutWholeFrame(Blackhole sink) {
    frames.read(ByteBuffer.wrap(sample.frame()), sink::consume);
  }

  /** In two halves, which must be joined. */
  @Benchmark
  public void cutSplitFrame(Blackhole sink) {
    byte[] frame = sample.frame();
    int half = frame.length / 2;
    frames.read(ByteBuffer.wrap(frame, 0, half), sink::consume);
    frames.read(ByteBuffer.wrap(frame, half, frame.length - half), sink::consume);
  }

  /** Unmasking in place changes the bytes, so this copies them first. */
  @Benchmark
  public void readMasked(Blackhole sink) {
    out.clear().put(masked.rewind()).flip();
    new WebSocketReader(WebSocketReader.Role.SERVER, new Swallowing(sink)).read(out);
  }

  @Benchmark
  public void readUnmasked(Blackhole sink) {
    new WebSocketReader(WebSocketReader.Role.CLIENT, new Swallowing(sink))
        .read(ByteBuffer.wrap(sample.unmasked()));
  }

  @Benchmark
  public ByteBuffer frameAsServer() {
    MessageFraming.fromServer(sample.message()).write(out.clear(), 0);
    return out;
  }

  @Benchmark
  public ByteBuffer frameAsClient() {
    MessageFraming.fromClient(sample.message()).write(out.clear(), MASK_KEY);
    return out;
  }

  private record Swallowing(Blackhole sink) implements WebSocketReader.Listener {
    @Override
    public void onPayload(ByteBuffer bytes) {
      sink.consume(bytes);
    }

    @Override
    public void onPing(ByteBuffer payload) {
      sink.consume(payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
      sink.consume(payload);
    }

    @Override
    public void onClose(int code, String reason) {
      sink.consume(code);
    }
  }
}
