package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.FuzzTarget;
import io.adit.fuzz.Mutation;
import io.adit.fuzz.Pool;
import io.adit.server.http.RequestHead;
import io.adit.wire.ClientToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The reader of handshakes. An input is a request's head, in lines of Latin 1. */
final class HandshakeTarget implements FuzzTarget {
  private static final String ALLOWED_ORIGIN = "https://console.example";
  private static final String COOKIE = "awsiot-tunnel-token=";

  @Override
  public String name() {
    return "handshake";
  }

  /** The lines of one or two known requests, some left out, doubled or elsewhere. */
  @Override
  public byte[] draw(RandomGenerator random, Pool known) {
    List<String> lines = new ArrayList<>(lines(known.any(random)));
    if (random.nextInt(3) == 0) {
      List<String> others = lines(known.any(random));
      lines.addAll(others.subList(random.nextInt(others.size()), others.size()));
    }
    for (int changes = random.nextInt(3); changes > 0 && lines.size() > 1; changes--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(3)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(lines.get(at));
        default -> Collections.shuffle(lines.subList(1, lines.size()), new Random(at));
      }
    }
    byte[] request = String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    return random.nextBoolean() ? request : Mutation.of(request, random);
  }

  @Override
  public String run(byte[] input) {
    List<String> lines = lines(input);
    try {
      Handshake handshake = Handshake.read(head(lines), Set.of(ALLOWED_ORIGIN));
      check(handshake, lines);
      return handshake.side() + " " + handshake.subprotocol();
    } catch (HandshakeRefusal refusal) {
      assertThat(refusal.status()).isIn(400, 403, 426);
      assertThat(refusal.reason()).hasSizeLessThan(200).matches("\\P{C}*");
      return refusal.status() + " " + refusal.reason().replaceAll("has \\d+", "has #");
    }
  }

  private static List<String> lines(byte[] input) {
    return List.of(new String(input, StandardCharsets.ISO_8859_1).split("\r?\n", -1));
  }

  private static RequestHead head(List<String> lines) {
    String[] first = Arrays.copyOf(lines.getFirst().split(" ", 3), 3);
    return RequestHead.of(
        String.valueOf(first[0]),
        String.valueOf(first[1]),
        "HTTP/1.1".equals(first[2]),
        headers(lines));
  }

  private static List<Map.Entry<String, String>> headers(List<String> lines) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.indexOf(':') > 0)
        .map(line ->
            Map.entry(
                line.substring(0, line.indexOf(':')).strip(),
                line.substring(line.indexOf(':') + 1).strip()))
        .toList();
  }

  private static List<String> values(List<String> lines, String name) {
    return headers(lines).stream()
        .filter(header -> header.getKey().toLowerCase(Locale.ROOT).equals(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static void check(Handshake handshake, List<String> lines) {
    assertThat(lines.getFirst()).startsWith("GET ").endsWith(" HTTP/1.1");
    assertThat(lines.getFirst()).contains("local-proxy-mode=" + handshake.side().mode());
    assertThat(Base64.getDecoder().decode(handshake.key())).hasSize(16);
    assertThat(handshake.userAgent()).matches("\\P{C}*");
    checkToken(handshake, lines);
    ClientToken clientToken = handshake.clientToken();
    assertThat(values(lines, "client-token"))
        .isEqualTo(clientToken == null ? List.of() : List.of(clientToken.value()));
    assertThat(handshake.acceptance("channel").values()).allMatch(value -> value.matches("[ -~]+"));
  }

  private static void checkToken(Handshake handshake, List<String> lines) {
    List<String> inHeaders =
        values(lines, "access-token").stream().filter(value -> !value.isEmpty()).toList();
    if (!inHeaders.isEmpty()) {
      assertThat(inHeaders).containsExactly(handshake.token().value());
      return;
    }
    assertThat(values(lines, "cookie"))
        .anyMatch(cookie -> cookie.contains(COOKIE + handshake.token().value()));
    for (String origin : values(lines, "origin")) {
      List<String> hosts = values(lines, "host");
      if (!origin.equals(ALLOWED_ORIGIN)) {
        assertThat(hosts).hasSize(1);
        assertThat(host(origin)).isEqualTo(host("https://" + hosts.getFirst()));
      }
    }
  }

  /** Host and port of a page's address, in one spelling of each. */
  private static String host(String url) {
    assertThat(url).startsWith("https://");
    String authority = url.substring("https://".length()).replaceAll("[/?#].*", "");
    String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    assertThat(host).isNotEmpty();
    return host.replaceAll(":(443)?$", "");
  }
}
