package io.adit.server.secret;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A file of any length, encrypted under a master key as it is written. Cut off, changed or put in
 * another order anywhere, it is refused.
 *
 * <pre>
 * | "ADITSEAL" 8 | form 1 | salt 32 | block | block | … | last block |
 *
 *   block: 65,536 bytes (the last one: up to that), and a tag of 16
 *   key:   HKDF-SHA-256 of the master key and the salt, so that no two files share one
 *   nonce: | 0 … 0 (7) | number of the block 4 | 1 for the last, else 0 (1) |
 * </pre>
 */
public final class SealedFile {
  private static final byte[] MARK = {'A', 'D', 'I', 'T', 'S', 'E', 'A', 'L'};
  private static final byte FORM = 1;
  private static final int SALT_BYTES = 32;
  private static final int BLOCK_BYTES = 65_536;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final byte[] PURPOSE = {'a', 'd', 'i', 't', ' ', 'f', 'i', 'l', 'e'};

  private SealedFile() {}

  /** Whether a file begins as one. */
  public static boolean isOne(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MARK.length), MARK);
    }
  }

  /**
   * What is written into it comes out encrypted; it is whole when it is closed.
   *
   * @param out is closed with it
   */
  public static OutputStream writer(OutputStream out, MasterKey master, SecureRandom random)
      throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    out.write(MARK);
    out.write(FORM);
    out.write(salt);
    return new Writer(out, key(master, salt));
  }

  /**
   * Reads what was written. What it has given out is as it was; whether all of it came is known at
   * its end.
   *
   * @throws SecretBoxException in words, where the key is another or the file is not whole
   */
  public static InputStream reader(Path file, MasterKey master) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK_BYTES);
    try {
      byte[] mark = in.readNBytes(MARK.length);
      int form = in.read();
      byte[] salt = in.readNBytes(SALT_BYTES);
      if (!Arrays.equals(mark, MARK) || salt.length < SALT_BYTES) {
        throw new SecretBoxException(file + " is not encrypted, or it was cut off");
      }
      if (form != FORM) {
        throw new SecretBoxException(file + " was encrypted by a newer Adit: use that version");
      }
      return new Reader(in, key(master, salt), file, master);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static SecretKey key(MasterKey master, byte[] salt) {
    byte[] outer = master.read();
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              "AES",
              HKDFParameterSpec.ofExtract()
                  .addIKM(outer)
                  .addSalt(salt)
                  .thenExpand(PURPOSE, KeyPlace.KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new SecretBoxException("Cannot make a key for a file: " + e.getMessage(), e);
    } finally {
      Arrays.fill(outer, (byte) 0);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, int number, boolean isLast)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(nonce).putInt(NONCE_BYTES - 5, number);
    nonce[NONCE_BYTES - 1] = (byte) (isLast ? 1 : 0);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    return cipher;
  }

  private static final class Writer extends OutputStream {
    private final OutputStream out;
    private final SecretKey key;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int filled;
    private int number;
    private boolean closed;

    Writer(OutputStream out, SecretKey key) {
      this.out = out;
      this.key = key;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int done = 0;
      while (done < length) {
        if (filled == BLOCK_BYTES) {
          seal(false); // not before more comes: the last one must be known
        }
        int count = Math.min(length - done, BLOCK_BYTES - filled);
        System.arraycopy(bytes, from + done, block, filled, count);
        filled += count;
        done += count;
      }
    }

    private void seal(boolean isLast) throws IOException {
      try {
        out.write(cipher(Cipher.ENCRYPT_MODE, key, number, isLast).doFinal(block, 0, filled));
      } catch (GeneralSecurityException e) {
        throw new IOException("it cannot be encrypted: " + e.getMessage(), e);
      }
      number = Math.incrementExact(number);
      filled = 0;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        seal(true);
        Arrays.fill(block, (byte) 0);
        out.close();
      }
    }
  }

  private static final class Reader extends FilterInputStream {
    private final SecretKey key;
    private final Path file;
    private final MasterKey master;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private int number;
    private boolean isAtEnd;

    Reader(InputStream in, SecretKey key, Path file, MasterKey master) {
      super(in);
      this.key = key;
      this.file = file;
      this.master = master;
    }

    @Override
    public int read() throws IOException {
      byte[] single = new byte[1];
      return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      while (!block.hasRemaining()) {
        if (isAtEnd) {
          return -1;
        }
        open();
      }
      int count = Math.min(length, block.remaining());
      block.get(bytes, from, count);
      return count;
    }

    private void open() throws IOException {
      byte[] sealed = in.readNBytes(BLOCK_BYTES + TAG_BYTES);
      in.mark(1);
      isAtEnd = in.read() < 0;
      in.reset();
      try {
        block = ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, key, number, isAtEnd).doFinal(sealed));
      } catch (AEADBadTagException e) {
        throw problem(e);
      } catch (GeneralSecurityException e) {
        throw new EOFException(file + " was cut off");
      }
      number++;
    }

    private SecretBoxException problem(AEADBadTagException e) {
      return new SecretBoxException(
          number == 0
              ? "%s does not open with the key from %s: it was encrypted with another, or it was changed. Give the key that it was encrypted with."
                  .formatted(file, master.origin())
              : "%s is damaged or was cut off, behind byte %,d of what is in it. Use another backup."
                  .formatted(file, (long) number * BLOCK_BYTES),
          e);
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] skipped = readNBytes((int) Math.min(count, BLOCK_BYTES));
      return skipped.length;
    }

    @Override
    public int available() {
      return block.remaining();
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
