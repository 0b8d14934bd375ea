package io.adit.server.audit.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.record.Looks;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Records in the form of AWS CloudTrail, as its tools read it. What CloudTrail has no members for
 * is in {@code additionalEventData}.
 *
 * @param region of the server
 * @param account of the server, 12 digits
 */
public record CloudTrail(String region, String account) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String VERSION = "1.11";
  private static final String IOT = "iot.amazonaws.com";
  private static final String SIGN_IN = "signin.amazonaws.com";
  private static final String OWN = "adit";

  /** What has a place of its own. */
  private static final Set<String> PLACED =
      Set.of(
          "seq",
          "at",
          "event",
          "user",
          "accessKeyId",
          "address",
          "userAgent",
          "requestId",
          "service",
          "operation",
          "parameters",
          "answer",
          "error",
          "reason",
          "prev",
          "hash");

  /** Several records, as CloudTrail has them in a file. */
  public String file(List<AuditLine> lines) {
    ObjectNode file = JSON.createObjectNode();
    var records = file.putArray("Records");
    lines.forEach(line -> records.add(event(line)));
    return text(file);
  }

  /** One record. */
  public String record(AuditLine line) {
    return text(event(line));
  }

  private ObjectNode event(AuditLine line) {
    JsonNode record = line.tree();
    String event = record.path("event").asText();
    boolean isCall = event.equals(AuditEvent.API_CALL.wireName());
    boolean isSignIn = event.equals(AuditEvent.SIGN_IN.wireName());
    ObjectNode shaped = JSON.createObjectNode();
    shaped.put("eventVersion", VERSION);
    shaped.set("userIdentity", identity(record));
    shaped.put("eventTime", record.path("at").asText().replaceAll("\\.[0-9]+Z$", "Z"));
    shaped.put("eventSource", isSignIn ? SIGN_IN : source(record));
    shaped.put(
        "eventName",
        isCall ? record.path("operation").asText() : isSignIn ? "ConsoleLogin" : event);
    shaped.put("awsRegion", region);
    shaped.put("sourceIPAddress", address(record));
    shaped.put("userAgent", record.path("userAgent").asText());
    if (record.has("error")) {
      shaped.put("errorCode", record.path("error").asText());
      shaped.put("errorMessage", record.path("reason").asText());
    }
    shaped.set("requestParameters", member(record, "parameters"));
    shaped.set("responseElements", isSignIn ? signInAnswer(record) : member(record, "answer"));
    shaped.set("additionalEventData", rest(record));
    if (record.has("requestId")) {
      shaped.put("requestID", record.path("requestId").asText());
    }
    shaped.put("eventID", eventId(line));
    shaped.put("readOnly", isCall && Looks.has(record.path("operation").asText()));
    shaped.put(
        "eventType", isCall ? "AwsApiCall" : isSignIn ? "AwsConsoleSignIn" : "AwsServiceEvent");
    shaped.put("managementEvent", isCall || isSignIn);
    shaped.put("recipientAccountId", account);
    shaped.put("eventCategory", isCall || isSignIn ? "Management" : "Data");
    return shaped;
  }

  private ObjectNode identity(JsonNode record) {
    ObjectNode identity = JSON.createObjectNode();
    if (!record.has("user")) {
      boolean isStranger = record.has("address");
      identity.put("type", isStranger ? "Unknown" : "AWSService");
      if (!isStranger) {
        identity.put("invokedBy", OWN);
      }
      return identity;
    }
    String user = record.path("user").asText();
    identity.put("type", "IAMUser");
    identity.put("principalId", user);
    identity.put("arn", "arn:aws:iam::" + account + ":user/" + user);
    identity.put("accountId", account);
    if (record.has("accessKeyId")) {
      identity.put("accessKeyId", record.path("accessKeyId").asText());
    }
    identity.put("userName", user);
    return identity;
  }

  private static String source(JsonNode record) {
    return switch (record.path("service").asText()) {
      case "IoTSecuredTunneling", "iot" -> IOT;
      case "sts" -> "sts.amazonaws.com";
      default -> OWN;
    };
  }

  /** Of a connection the operator's; without the port, which CloudTrail does not have. */
  private static String address(JsonNode record) {
    JsonNode own = record.path("address");
    String address = own.isMissingNode() ? record.at("/source/address").asText() : own.asText();
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > 0 && (address.indexOf(':') == colon || address.startsWith("["));
    String host = (hasPort ? address.substring(0, colon) : address).replaceAll("[\\[\\]]", "");
    return host.isEmpty() ? OWN : host;
  }

  private static JsonNode member(JsonNode record, String name) {
    return record.has(name) ? record.get(name) : JSON.nullNode();
  }

  private static ObjectNode signInAnswer(JsonNode record) {
    return JSON.createObjectNode()
        .put(
            "ConsoleLogin", record.path("outcome").asText().equals("done") ? "Success" : "Failure");
  }

  private static ObjectNode rest(JsonNode record) {
    ObjectNode rest = JSON.createObjectNode();
    rest.set("auditSeq", record.get("seq"));
    record.properties().stream()
        .filter(member -> !PLACED.contains(member.getKey()))
        .forEach(member -> rest.set(member.getKey(), member.getValue()));
    return rest;
  }

  /** The same each time that the record is shaped, so that receivers can tell that they have it. */
  private static String eventId(AuditLine line) {
    byte[] hash = HexFormat.of().parseHex(line.position().hash());
    return UUID.nameUUIDFromBytes(hash).toString();
  }

  private static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
