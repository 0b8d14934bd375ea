package io.adit.peer.socket;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Two channels that block, one to read from and one to write to. Nobody here closes them. */
public record Channels(ReadableByteChannel in, WritableByteChannel out) {

  /** The standard input and output of this process, whatever they are, without any buffer. */
  public static Channels standard() {
    return new Channels(
        new FileInputStream(FileDescriptor.in).getChannel(),
        new FileOutputStream(FileDescriptor.out).getChannel());
  }
}
