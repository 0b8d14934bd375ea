package io.adit.conformance.programs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The command {@code aws iotsecuretunneling}, or of another service, led to a server by {@code adit
 * env}.
 */
public final class AwsCli {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VERSION = Pattern.compile("aws-cli/(\\d+)\\.(\\d+)\\S*");
  private static final long CALL_SECONDS = 60;

  private final Path aws;
  private final Map<String, String> environment;
  private final List<String> endpointOption;
  private final String service;

  private AwsCli(
      Path aws, Map<String, String> environment, List<String> endpointOption, String service) {
    this.aws = aws;
    this.environment = environment;
    this.endpointOption = endpointOption;
    this.service = service;
  }

  public static AwsCli of(AditProcess server) {
    var environment = Adit.cleanEnvironment();
    environment.putAll(server.environment());
    environment.putAll(
        Map.of(
            "AWS_CONFIG_FILE", "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE", "/dev/null",
            "AWS_EC2_METADATA_DISABLED", "true",
            "AWS_DEFAULT_OUTPUT", "json",
            "AWS_PAGER", ""));
    var endpointOption =
        knowsEndpointVariable(version())
            ? List.<String>of()
            : List.of("--endpoint-url", server.endpoint().toString());
    return new AwsCli(path(), environment, endpointOption, "iotsecuretunneling");
  }

  private static Path path() {
    return Program.require("aws", "apt-get install awscli");
  }

  /** As it says itself, such as "aws-cli/2.13.0". */
  public static String version() {
    var said = Program.run(path(), Within.seconds(CALL_SECONDS), "--version").succeeded();
    var matcher = VERSION.matcher(said.out() + said.err());
    if (!matcher.find()) {
      throw new AssertionError("aws told no version: " + said);
    }
    return matcher.group();
  }

  /** AWS_ENDPOINT_URL is read from 1.29 and 2.13 on. */
  private static boolean knowsEndpointVariable(String version) {
    var matcher = VERSION.matcher(version);
    if (!matcher.find()) {
      throw new AssertionError("not a version: " + version);
    }
    var minor = Integer.parseInt(matcher.group(2));
    return minor >= (matcher.group(1).equals("1") ? 29 : 13);
  }

  /** The same command with other variables set. */
  public AwsCli with(Map<String, String> variables) {
    var changed = new TreeMap<>(environment);
    changed.putAll(variables);
    return new AwsCli(aws, changed, endpointOption, service);
  }

  /** The same for another service, such as {@code iot}. */
  public AwsCli service(String name) {
    return new AwsCli(aws, environment, endpointOption, name);
  }

  /** A call's answer; an empty object where it answers nothing. */
  public JsonNode ok(String... arguments) {
    var finished = call(arguments).succeeded();
    try {
      return finished.out().isBlank() ? JSON.createObjectNode() : JSON.readTree(finished.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + finished, e);
    }
  }

  /** The error text of a call that must fail. */
  public String fails(String... arguments) {
    var finished = call(arguments);
    if (finished.exit() == 0) {
      throw new AssertionError("Should have failed: " + finished);
    }
    return finished.err().strip();
  }

  /** A call, whatever comes of it. */
  public Finished call(String... arguments) {
    var command = new ArrayList<String>();
    command.add(aws.toString());
    command.addAll(endpointOption);
    command.add(service);
    command.addAll(List.of(arguments));
    return Finished.run(Adit.root(), environment, Within.seconds(CALL_SECONDS), command);
  }
}
