package io.adit.cli.authority;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.answer.Table;
import java.time.Instant;
import java.util.List;

/** Authorities, one in each row. */
final class AuthorityTable {
  private AuthorityTable() {}

  static Table of(Iterable<JsonNode> authorities) {
    var table =
        new Table(
            List.of("AUTHORITY", "THINGS NAMED BY", "MAKES THINGS", "VALID UNTIL", "SUBJECT"));
    authorities.forEach(each ->
        table.row(
            List.of(
                each.path("authorityId").asText(),
                each.path("thingNameRule").asText(),
                each.path("createsThings").asBoolean() ? "yes" : "no",
                Instant.ofEpochSecond(each.path("notAfter").asLong()).toString(),
                each.path("subject").asText())));
    return table;
  }
}
