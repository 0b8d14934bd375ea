package io.adit.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.cli.api.SignedCalls;
import java.util.ArrayList;
import java.util.List;

/** The open tunnels, newest first, each with the most important that can be said of it. */
final class Overview {
  /** Each costs one call. */
  static final int MAX_TUNNELS = 100;

  private static final int INDENT = 10;
  private static final JsonMapper JSON = new JsonMapper();

  private final SignedCalls calls;
  private boolean more;

  Overview(SignedCalls calls) {
    this.calls = calls;
  }

  /** Shows them; returns whether all are well. */
  boolean show(Page page, DoctorCommand.Output format) {
    ArrayNode answers = JSON.createArrayNode();
    for (String tunnelId : openTunnels()) {
      // One that was deleted meanwhile is left out.
      calls.find(DoctorCommand.DIAGNOSE, DoctorCommand.input(tunnelId)).ifPresent(answers::add);
    }
    List<Diagnosis> diagnoses = new ArrayList<>();
    answers.forEach(answer -> diagnoses.add(DoctorCommand.read(answer)));
    switch (format) {
      case TEXT -> print(page, diagnoses);
      case JSON -> page.out().println(DoctorCommand.pretty(answers));
    }
    return diagnoses.stream().allMatch(Diagnosis::healthy);
  }

  private void print(Page page, List<Diagnosis> diagnoses) {
    if (diagnoses.isEmpty()) {
      page.item("", 0, Page.Style.PLAIN, "No tunnel is open.");
    }
    for (Diagnosis diagnosis : diagnoses) {
      Diagnosis.Finding first = diagnosis.findings().getFirst();
      String description = diagnosis.tunnel().description();
      String name = diagnosis.tunnel().tunnelId() + (description == null ? "" : ": " + description);
      page.item("", 0, Page.Style.PLAIN, name);
      page.item("  " + first.severity(), INDENT + 1, Report.style(first.severity()), first.what());
    }
    if (more) {
      page.blank();
      page.item("", 0, Page.Style.PLAIN, "There are more open tunnels than " + MAX_TUNNELS + ".");
    }
  }

  private List<String> openTunnels() {
    List<String> open = new ArrayList<>();
    String nextToken = "";
    do {
      ObjectNode input = JSON.createObjectNode();
      input.put("maxResults", MAX_TUNNELS);
      if (!nextToken.isEmpty()) {
        input.put("nextToken", nextToken);
      }
      JsonNode page = calls.call("IoTSecuredTunneling.ListTunnels", input);
      for (JsonNode summary : page.path("tunnelSummaries")) {
        if (summary.path("status").asText().equals("OPEN")) {
          open.add(summary.path("tunnelId").asText());
        }
      }
      nextToken = page.path("nextToken").asText("");
    } while (!nextToken.isEmpty() && open.size() <= MAX_TUNNELS);
    more = open.size() > MAX_TUNNELS;
    return open.stream().limit(MAX_TUNNELS).toList();
  }
}
