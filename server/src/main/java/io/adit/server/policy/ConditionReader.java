package io.adit.server.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.policy.Condition.Quantifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the conditions of one statement, and gathers what it does not understand. */
final class ConditionReader {
  private static final String IF_EXISTS = "IfExists";

  private final Function<String, Template> template;
  private final String where;
  private final List<Condition> conditions = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param where the statement, for texts
   */
  ConditionReader(Function<String, Template> template, String where) {
    this.template = template;
    this.where = where;
  }

  List<Condition> read(JsonNode node) {
    if (!node.isMissingNode()) {
      DocumentReader.requireObject(node, where + ": Condition");
      node.properties().forEach(each -> readOperator(each.getKey(), each.getValue()));
    }
    return List.copyOf(conditions);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  private void readOperator(String word, JsonNode keys) {
    DocumentReader.requireObject(keys, where + ": Condition '" + DocumentReader.cut(word) + "'");
    Quantifier quantifier =
        Arrays.stream(Quantifier.values())
            .filter(each -> !each.prefix().isEmpty() && word.startsWith(each.prefix()))
            .findFirst()
            .orElse(Quantifier.ONE);
    String rest = word.substring(quantifier.prefix().length());
    boolean ifExists = rest.endsWith(IF_EXISTS);
    Optional<Operator> operator =
        Operator.named(ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest);
    if (operator.isEmpty()) {
      problems.add(
          "there is no operator '%s'; known are %s, before them ForAnyValue: or ForAllValues:, behind them IfExists"
              .formatted(DocumentReader.cut(word), Operator.words().toList()));
      return;
    }
    if (operator.get() == Operator.NULL && (ifExists || quantifier != Quantifier.ONE)) {
      problems.add("Null asks whether a key is there, so that '" + word + "' means nothing");
      return;
    }
    keys.properties()
        .forEach(each ->
            readKey(
                new Form(quantifier, operator.get(), ifExists), each.getKey(), each.getValue()));
  }

  private record Form(Quantifier quantifier, Operator operator, boolean ifExists) {}

  private void readKey(Form form, String name, JsonNode values) {
    List<String> texts =
        DocumentReader.texts(values, "%s: %s".formatted(where, DocumentReader.cut(name)));
    Optional<ConditionKey> key = ConditionKey.named(name);
    if (key.isEmpty()) {
      problems.add(
          "there is no condition key '%s'; known are %s"
              .formatted(DocumentReader.cut(name), ConditionKey.words().toList()));
      return;
    }
    if (key.get().isOfSeveral()
        && form.quantifier() == Quantifier.ONE
        && form.operator() != Operator.NULL) {
      problems.add(
          "%s can have several values: write ForAnyValue:%s or ForAllValues:%2$s"
              .formatted(name, form.operator().word()));
    }
    List<Template> wanted = new ArrayList<>();
    for (String text : texts) {
      Template value = template.apply(text);
      checkValue(form.operator(), name, value);
      wanted.add(value);
    }
    conditions.add(
        new Condition(
            form.quantifier(),
            form.operator(),
            form.ifExists(),
            key.get(),
            name,
            List.copyOf(wanted)));
  }

  private void checkValue(Operator operator, String name, Template value) {
    DocumentReader.problemsOf(value).forEach(problems::add);
    if (operator.kind().mayHaveVariables() && value.keys().findAny().isPresent()) {
      return;
    }
    operator
        .problem(value.toString())
        .ifPresent(problem ->
            problems.add(
                "%s has '%s', and %s"
                    .formatted(name, DocumentReader.cut(value.toString()), problem)));
  }
}
