package io.adit.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adit.server.http.ApiRequest;
import io.adit.server.http.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pages' files, from the class path. A name is taken as it stands on the request line, and only
 * if it is made of plain words: nothing is decoded, so nothing can point elsewhere.
 */
final class StaticFiles {
  static final String FOLDER = "io/adit/console/";

  private static final String PREFIX = "/console/";
  private static final String INDEX = "index.html";

  /** Their names have a hash of their content. */
  private static final String HASHED = "assets/";

  private static final Pattern NAME =
      Pattern.compile(
          "(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/){0,4}[A-Za-z0-9_-][A-Za-z0-9._-]*\\.([a-z0-9]+)");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("woff", "font/woff"),
          Map.entry("webmanifest", "application/manifest+json"));

  private static final String NOT_BUILT =
      "The console is not part of this build of Adit. Build it without -Dconsole=off, on a machine"
          + " with npm.\n";

  private final ClassLoader loader;

  /** Only files that exist, so no stranger can make it grow. */
  private final Map<String, Variants> loaded = new ConcurrentHashMap<>();

  /** A file's content, by encoding as requests name it; the plain one always. */
  private record Variants(String type, Map<String, byte[]> byEncoding, String etag) {}

  StaticFiles(ClassLoader loader) {
    this.loader = loader;
  }

  ApiResponse handle(ApiRequest request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return text(405, "Files take GET and HEAD.\n", Map.of("Allow", "GET, HEAD"));
    }
    if (request.path().equals("/console")) {
      return Answers.elsewhere(308, PREFIX);
    }
    String rest = request.path().substring(PREFIX.length());
    String name = rest.isEmpty() ? INDEX : rest;
    return find(name)
        .map(variants -> answer(request, name, variants))
        .orElseGet(() -> text(404, find(INDEX).isPresent() ? "Not found\n" : NOT_BUILT, Map.of()));
  }

  private static ApiResponse answer(ApiRequest request, String name, Variants variants) {
    String encoding = encoding(request, variants);
    // Each encoding is another representation.
    String etag = "\"%s%s\"".formatted(variants.etag(), encoding.isEmpty() ? "" : "-" + encoding);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ETag", etag);
    headers.put("Vary", "Accept-Encoding");
    headers.put("Cache-Control", caching(name));
    if (request.headers().getOrDefault("if-none-match", List.of()).contains(etag)) {
      return new ApiResponse(304, headers, new byte[0]);
    }
    headers.put("Content-Type", variants.type());
    if (!encoding.isEmpty()) {
      headers.put("Content-Encoding", encoding);
    }
    return new ApiResponse(200, headers, variants.byEncoding().getOrDefault(encoding, new byte[0]));
  }

  private static String caching(String name) {
    if (name.equals(INDEX)) {
      return "no-store";
    }
    return name.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache";
  }

  /** The shortest form that both know; empty: the plain one. */
  private static String encoding(ApiRequest request, Variants variants) {
    String accepted =
        String.join(",", request.headers().getOrDefault("accept-encoding", List.of()));
    for (String encoding : new String[] {"br", "gzip"}) {
      boolean isAccepted =
          Arrays.stream(accepted.split(",", -1))
              .map(String::strip)
              .anyMatch(each -> accepts(each, encoding));
      if (isAccepted && variants.byEncoding().containsKey(encoding)) {
        return encoding;
      }
    }
    return "";
  }

  private static boolean accepts(String coding, String encoding) {
    return coding.equals(encoding)
        || (coding.startsWith(encoding + ";") && !coding.matches(".*q=0(\\.0*)?"));
  }

  private Optional<Variants> find(String name) {
    var form = NAME.matcher(name);
    if (!form.matches()) {
      return Optional.empty();
    }
    String type = TYPES.get(form.group(1));
    Variants known = loaded.get(name);
    if (type == null || known != null) {
      return Optional.ofNullable(known);
    }
    byte @Nullable [] plain = read(name);
    if (plain == null) {
      return Optional.empty();
    }
    Map<String, byte[]> byEncoding = new HashMap<>();
    byEncoding.put("", plain);
    putIfThere(byEncoding, "br", read(name + ".br"));
    putIfThere(byEncoding, "gzip", read(name + ".gz"));
    var variants = new Variants(type, byEncoding, hash(plain));
    loaded.put(name, variants);
    return Optional.of(variants);
  }

  private static void putIfThere(
      Map<String, byte[]> byEncoding, String encoding, byte @Nullable [] bytes) {
    if (bytes != null) {
      byEncoding.put(encoding, bytes);
    }
  }

  private byte @Nullable [] read(String name) {
    try (InputStream file = loader.getResourceAsStream(FOLDER + name)) {
      return file == null ? null : file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static ApiResponse text(int status, String text, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "text/plain; charset=utf-8");
    return new ApiResponse(status, all, text.getBytes(UTF_8));
  }
}
