package io.adit.server.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.server.policy.Statement.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a policy document, and says what is wrong with it, and where. */
final class DocumentReader {
  private static final String WITH_VARIABLES = "2012-10-17";
  private static final String WITHOUT_VARIABLES = "2008-10-17";

  private static final List<String> MEMBERS = List.of("Version", "Id", "Statement");
  private static final List<String> STATEMENT_MEMBERS =
      List.of(
          "Sid",
          "Effect",
          "Principal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private static final Pattern SID = Pattern.compile("[a-zA-Z0-9]{1,128}");
  private static final Pattern ACTION = Pattern.compile("\\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+");
  private static final Pattern RESOURCE =
      Pattern.compile("\\*|[a-z*?]+:[^:]+:[^:]+:[^:]*:[^:]*:.+");

  private static final int DEEPEST = 8;
  private static final int MOST_SHOWN_CHARS = 100;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxDocumentLength(PolicyDocument.MOST_CHARS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Set<String> sids = new HashSet<>();
  private boolean hasVariables;

  PolicyDocument read(String json) {
    JsonNode root = tree(json);
    requireObject(root, "A policy");
    requireMembers(root, MEMBERS, "A policy");
    this.hasVariables = version(root).equals(WITH_VARIABLES);
    JsonNode statements = root.path("Statement");
    if (statements.isObject()) {
      return new PolicyDocument(List.of(statement(statements, 1)));
    }
    if (!statements.isArray() || statements.isEmpty()) {
      throw new PolicyException("A policy needs a Statement: an object, or a list of them");
    }
    List<Statement> read = new ArrayList<>();
    for (JsonNode each : statements) {
      read.add(statement(each, read.size() + 1));
    }
    return new PolicyDocument(read);
  }

  /** In the place of a policy that cannot be read, and may have denied anything. */
  static Statement unreadable(String problem) {
    Match all = new Match(false, List.of(Template.of("*")));
    return new Statement("1", Effect.DENY, all, all, List.of(), false, List.of(problem));
  }

  private static JsonNode tree(String json) {
    if (json.length() > PolicyDocument.MOST_CHARS) {
      throw new PolicyException(
          "A policy has at most %d characters, and this one %d"
              .formatted(PolicyDocument.MOST_CHARS, json.length()));
    }
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new PolicyException(
          "The policy is not JSON: %s%s"
              .formatted(
                  e.getOriginalMessage().lines().findFirst().orElse(""),
                  at == null
                      ? ""
                      : ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr())));
    }
  }

  private static String version(JsonNode root) {
    JsonNode version = root.path("Version");
    if (version.isMissingNode()) {
      return WITHOUT_VARIABLES;
    }
    String text = version.asText();
    if (!version.isTextual() || !(text.equals(WITH_VARIABLES) || text.equals(WITHOUT_VARIABLES))) {
      throw new PolicyException(
          "Version is %s; there are \"%s\" and, without policy variables, \"%s\""
              .formatted(shown(version), WITH_VARIABLES, WITHOUT_VARIABLES));
    }
    return text;
  }

  private Statement statement(JsonNode node, int place) {
    String where = "Statement " + place;
    requireObject(node, where);
    String label = label(node, place);
    where = "Statement " + label;
    requireMembers(node, STATEMENT_MEMBERS, where);
    Match actions = match(node, "Action", where, this::action);
    Match resources = match(node, "Resource", where, this::resource);
    ConditionReader conditions = new ConditionReader(this::template, where);
    List<Condition> read = conditions.read(node.path("Condition"));
    List<String> problems =
        Stream.concat(
                resources.patterns().stream().flatMap(DocumentReader::problemsOf),
                conditions.problems().stream())
            .toList();
    return new Statement(
        label, effect(node, where), actions, resources, read, isForAnybody(node, where), problems);
  }

  private String label(JsonNode node, int place) {
    JsonNode sid = node.path("Sid");
    if (sid.isMissingNode() || (sid.isTextual() && sid.asText().isEmpty())) {
      return Integer.toString(place);
    }
    if (!sid.isTextual() || !SID.matcher(sid.asText()).matches()) {
      throw new PolicyException(
          "Statement %d: Sid is %s; it has letters and digits only".formatted(place, shown(sid)));
    }
    if (!sids.add(sid.asText())) {
      throw new PolicyException(
          "Statement %d: there is another statement with the Sid %s"
              .formatted(place, sid.asText()));
    }
    return sid.asText();
  }

  private static Effect effect(JsonNode node, String where) {
    JsonNode effect = node.path("Effect");
    return switch (effect.asText()) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default ->
          throw new PolicyException(
              where
                  + (effect.isMissingNode()
                      ? " has no Effect: it is \"Allow\" or \"Deny\""
                      : ": Effect is " + shown(effect) + "; it is \"Allow\" or \"Deny\""));
    };
  }

  /** Everybody, since of who connects nothing is known but a token. */
  private static boolean isForAnybody(JsonNode node, String where) {
    JsonNode principal = node.path("Principal");
    JsonNode named = principal.isObject() ? principal.path("AWS") : principal;
    if (!principal.isMissingNode() && !named.asText().equals("*")) {
      throw new PolicyException(
          where + ": Principal is " + shown(principal) + "; here it can be \"*\" only");
    }
    return !principal.isMissingNode();
  }

  private static Match match(
      JsonNode node, String member, String where, Function<String, Template> template) {
    boolean isThere = node.has(member);
    boolean isNot = node.has("Not" + member);
    if (isThere == isNot) {
      throw new PolicyException(
          (isThere ? "%s has both %s and Not%2$s" : "%s has neither %s nor Not%2$s")
                  .formatted(where, member)
              + ": it needs one of them");
    }
    String name = isNot ? "Not" + member : member;
    List<Template> patterns = new ArrayList<>();
    for (String text : texts(node.get(name), where + ": " + name)) {
      try {
        patterns.add(template.apply(text));
      } catch (PolicyException e) {
        throw new PolicyException(where + ": " + name + " " + e.getMessage());
      }
    }
    return new Match(isNot, List.copyOf(patterns));
  }

  private Template action(String text) {
    if (!ACTION.matcher(text).matches()) {
      throw new PolicyException(
          "has '%s'; an action is such as iot:OpenTunnel, iot:* or *".formatted(cut(text)));
    }
    return Template.withoutVariables(text.toLowerCase(Locale.ROOT));
  }

  private Template resource(String text) {
    // A variable may hold a colon and stand for one part.
    if (!RESOURCE.matcher(text.replaceAll("\\$\\{[^}]*}", "v")).matches()) {
      throw new PolicyException(
          "has '%s'; a resource is * or an ARN such as arn:aws:iot:*:*:tunnel/*"
              .formatted(cut(text)));
    }
    return template(text);
  }

  private Template template(String text) {
    return hasVariables ? Template.of(text) : Template.withoutVariables(text);
  }

  /** What is not understood of a text's variables. */
  static Stream<String> problemsOf(Template template) {
    String text = template.toString();
    if (text.contains("${") && !template.hasVariables()) {
      return Stream.of(
          "'%s' has a variable, and those need \"Version\": \"%s\""
              .formatted(cut(text), WITH_VARIABLES));
    }
    Stream<String> unknown =
        template
            .keys()
            .filter(key -> ConditionKey.named(key).isEmpty())
            .map(key ->
                "there is no variable '${%s}'; known are %s"
                    .formatted(cut(key), ConditionKey.words().toList()));
    return template.isBroken()
        ? Stream.of("'%s' has a variable that is not closed".formatted(cut(text)))
        : unknown;
  }

  /** A text, or a list of some. */
  static List<String> texts(JsonNode node, String what) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node.isArray() ? node : List.of(node)) {
      if (!each.isTextual() && !each.isNumber() && !each.isBoolean()) {
        throw new PolicyException(what + " is " + shown(node) + "; it is a text or a list of them");
      }
      texts.add(each.asText());
    }
    if (texts.isEmpty()) {
      throw new PolicyException(what + " is an empty list");
    }
    return texts;
  }

  static void requireObject(JsonNode node, String what) {
    if (!node.isObject()) {
      throw new PolicyException(what + " is a JSON object, not " + shown(node));
    }
  }

  private static void requireMembers(JsonNode node, List<String> known, String what) {
    node.propertyStream()
        .filter(member -> !known.contains(member.getKey()))
        .findFirst()
        .ifPresent(member -> {
          throw new PolicyException(
              "%s has no member '%s'; it has %s".formatted(what, cut(member.getKey()), known));
        });
  }

  static String shown(JsonNode node) {
    return cut(node.isMissingNode() ? "nothing" : node.toString());
  }

  static String cut(String text) {
    return text.length() <= MOST_SHOWN_CHARS ? text : text.substring(0, MOST_SHOWN_CHARS) + "…";
  }
}
