package io.adit.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Side;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the stories of the resource folder; its README says how they are written. */
class ApiStoriesTest {
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern REPEAT = Pattern.compile("\\[\\[(.+?)\\*(\\d+)]]");

  private static final Pattern IOT =
      Pattern.compile(
          "(?<method>GET|POST|PUT|PATCH|DELETE) (?<target>/\\S*)"
              + "(?: principal=(?<principal>\\S+))?(?: (?<body>\\{.*))?");

  @TempDir Path folder;
  private ApiFixture fixture;
  private final Map<String, String> names = new HashMap<>();

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  static List<Path> stories() throws IOException, URISyntaxException {
    Path stories =
        Path.of(Objects.requireNonNull(ApiStoriesTest.class.getResource("stories")).toURI());
    try (Stream<Path> files = Files.list(stories)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void aStoryIsTrue(Path story) throws IOException {
    String answer = "";
    int number = 0;
    for (String written : Files.readAllLines(story)) {
      number++;
      String line = repeated(written);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("@")) {
        happen(List.of(named(line.substring(1)).split(" ")));
      } else if (Character.isDigit(line.charAt(0))) {
        assertAnswer(story.getFileName() + ":" + number, answer, line);
      } else {
        answer = call(named(line));
      }
    }
  }

  private String call(String line) {
    Matcher iot = IOT.matcher(line);
    if (iot.matches()) {
      String principal = Objects.requireNonNullElse(iot.group("principal"), "");
      String body = Objects.requireNonNullElse(iot.group("body"), "");
      return fixture.iot(iot.group("method"), iot.group("target"), principal, body);
    }
    int space = line.indexOf(' ');
    return fixture.call(line.substring(0, space), line.substring(space + 1));
  }

  private void happen(List<String> event) {
    switch (event.getFirst()) {
      case "advance" -> fixture.clock.advance(Duration.parse(event.get(1)));
      case "connect" ->
          fixture.tunnels.connected(event.getLast(), Side.valueOf(event.get(1)), "link");
      case "disconnect" ->
          fixture.tunnels.disconnected(event.getLast(), Side.valueOf(event.get(1)), "link");
      default -> throw new IllegalArgumentException("no such event: " + event);
    }
  }

  // A name that stands for nothing yet stands for what is there from now on.
  private void assertAnswer(String where, String answer, String expected) {
    Map<String, String> groups = new HashMap<>();
    StringBuilder pattern = new StringBuilder();
    int end = 0;
    Matcher name = NAME.matcher(expected);
    while (name.find()) {
      pattern.append(Pattern.quote(expected.substring(end, name.start())));
      pattern.append(group(name.group(1), groups));
      end = name.end();
    }
    pattern.append(Pattern.quote(expected.substring(end)));
    Matcher matcher = Pattern.compile(pattern.toString()).matcher(answer);
    if (!matcher.matches()) {
      assertThat(answer).as(where).isEqualTo(named(expected));
    }
    groups.keySet().forEach(group -> names.put(group, matcher.group(group)));
  }

  private String group(String name, Map<String, String> groups) {
    String known = names.get(name);
    if (known != null) {
      return Pattern.quote(known);
    }
    return groups.put(name, name) == null
        ? "(?<" + name + ">[A-Za-z0-9_=+/-]+)"
        : "\\k<" + name + ">";
  }

  private String named(String line) {
    return NAME.matcher(line)
        .replaceAll(
            name -> Matcher.quoteReplacement(names.getOrDefault(name.group(1), name.group())));
  }

  private static String repeated(String line) {
    return REPEAT.matcher(line).replaceAll(ApiStoriesTest::repeat);
  }

  private static String repeat(MatchResult repeat) {
    return Matcher.quoteReplacement(repeat.group(1).repeat(Integer.parseInt(repeat.group(2))));
  }
}
