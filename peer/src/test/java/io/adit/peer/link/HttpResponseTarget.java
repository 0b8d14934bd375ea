package io.adit.peer.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.StreamTarget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reader of HTTP responses. An input's first byte says whether bodies are wanted, as of a
 * relay, or not, as of a web proxy.
 */
final class HttpResponseTarget implements StreamTarget<HttpResponseTarget.Read> {

  /**
   * What came of it.
   *
   * @param rest what is left behind a head without a body, in hex
   */
  record Read(@Nullable HttpResponse response, boolean atEnd, String rest, String refusal) {}

  @Override
  public String name() {
    return "http-response";
  }

  @Override
  public int settingBytes() {
    return 1;
  }

  @Override
  public Read read(byte[] setting, List<ByteBuffer> chunks) {
    boolean wantsBodies = (setting[0] & 1) == 0;
    HttpResponseReader reader =
        wantsBodies ? new HttpResponseReader() : HttpResponseReader.ofHeads();
    try {
      for (int i = 0; i < chunks.size(); i++) {
        Optional<HttpResponse> response = reader.read(chunks.get(i));
        if (response.isPresent()) {
          boolean hasRest = !wantsBodies || response.get().status() == 101;
          String rest = hasRest ? rest(reader, chunks.subList(i + 1, chunks.size())) : "";
          return new Read(response.get(), false, rest, "");
        }
      }
    } catch (IllegalArgumentException refused) {
      return new Read(null, false, "", String.valueOf(refused.getMessage()));
    }
    return new Read(reader.onEnd().orElse(null), true, "", "");
  }

  private static String rest(HttpResponseReader reader, List<ByteBuffer> chunks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(reader.rest()));
    chunks.forEach(chunk -> all.writeBytes(bytes(chunk)));
    return HexFormat.of().formatHex(all.toByteArray());
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    return copy;
  }

  @Override
  public String check(byte[] setting, byte[] stream, Read whole) {
    HttpResponse response = whole.response();
    if (response == null) {
      assertThat(whole.refusal())
          .hasSizeLessThan(HttpResponseReader.MAX_PRINTED_CHARS + 100)
          .matches("\\P{C}*");
      return whole.refusal().isEmpty() ? "no whole head" : whole.refusal().replaceAll("'.*'", "…");
    }
    assertThat(response.status()).isBetween(100, 999);
    assertThat(response.body().getBytes(StandardCharsets.UTF_8).length)
        // A byte that is no UTF-8 becomes a character of three.
        .isLessThanOrEqualTo(3 * HttpBody.MAX_BYTES);
    return end(setting, whole.atEnd(), response);
  }

  private static String end(byte[] setting, boolean atEnd, HttpResponse response) {
    if (response.status() == 101) {
      return "switched";
    }
    if ((setting[0] & 1) == 1) {
      return "a head";
    }
    String framing =
        response.headerHolds("transfer-encoding", "chunked")
            ? "in chunks"
            : response.header("content-length").isPresent() ? "of a length" : "to the end";
    return "a body " + framing + (atEnd ? ", cut" : "");
  }
}
