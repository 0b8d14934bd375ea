package io.adit.server.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The Ed25519 key with which the server vouches for its log; or, away from the server, only its
 * public half.
 */
public final class AuditKey {
  static final String PUBLIC_FILE = "audit.pem";
  public static final String SEALED_FILE = "audit.key.sealed";

  private static final String ALGORITHM = "Ed25519";
  private static final String PURPOSE = "the audit log's key";
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String FINISH = "-----END PUBLIC KEY-----";
  private static final int ID_BYTES = 8;

  private final PublicKey publicKey;
  private final @Nullable PrivateKey privateKey;

  private AuditKey(PublicKey publicKey, @Nullable PrivateKey privateKey) {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
  }

  /** The key of a data folder; made there at the first start. */
  public static AuditKey openOrMake(Path folder, SecretBox box) throws IOException {
    Path sealed = folder.resolve(SEALED_FILE);
    if (!Files.exists(sealed)) {
      AuditKey made = make();
      write(sealed, box.seal(made.pair(), PURPOSE));
      write(folder.resolve(PUBLIC_FILE), made.pem().getBytes(US_ASCII));
      return made;
    }
    return open(folder, box);
  }

  /** The key of a data folder. */
  public static AuditKey open(Path folder, SecretBox box) throws IOException {
    ByteBuffer pair =
        ByteBuffer.wrap(box.open(Files.readAllBytes(folder.resolve(SEALED_FILE)), PURPOSE));
    byte[] secret = new byte[pair.getInt()];
    pair.get(secret);
    byte[] open = new byte[pair.remaining()];
    pair.get(open);
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      return new AuditKey(
          factory.generatePublic(new X509EncodedKeySpec(open)),
          factory.generatePrivate(new PKCS8EncodedKeySpec(secret)));
    } catch (GeneralSecurityException e) {
      throw new IOException(folder.resolve(SEALED_FILE) + " holds no key: " + e.getMessage(), e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(pair.array(), (byte) 0);
    }
  }

  /** The public half, in PEM. */
  public static AuditKey ofPublic(Path pem) throws IOException {
    String text = Files.readString(pem);
    int begin = text.indexOf(BEGIN);
    int finish = text.indexOf(FINISH);
    if (begin < 0 || finish < begin) {
      throw new IOException(pem + " holds no public key in PEM");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), finish));
      return new AuditKey(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der)), null);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(pem + " holds no Ed25519 key: " + e.getMessage(), e);
    }
  }

  /** The first digits of the SHA-256 of its public half. */
  public String id() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** In base64. */
  public String sign(String text) {
    if (privateKey == null) {
      throw new IllegalStateException("only the server signs");
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(privateKey);
      signature.update(text.getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign the audit log", e);
    }
  }

  /** Whether this key signed the text. */
  public boolean hasSigned(String text, String base64) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(publicKey);
      signature.update(text.getBytes(US_ASCII));
      return signature.verify(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** What the signature of a checkpoint covers: all records until there, as they are chained. */
  public static String checkpointText(AuditPosition last) {
    return "adit audit checkpoint 1\n" + last + "\n";
  }

  private static AuditKey make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new AuditKey(pair.getPublic(), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has Ed25519", e);
    }
  }

  private byte[] pair() {
    if (privateKey == null) {
      throw new IllegalStateException("there is only a public key");
    }
    byte[] secret = privateKey.getEncoded();
    byte[] open = publicKey.getEncoded();
    return ByteBuffer.allocate(Integer.BYTES + secret.length + open.length)
        .putInt(secret.length)
        .put(secret)
        .put(open)
        .array();
  }

  private String pem() {
    return BEGIN
        + "\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey.getEncoded())
        + "\n"
        + FINISH
        + "\n";
  }

  /** Whole or not at all. */
  private static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.write(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
