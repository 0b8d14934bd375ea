package io.adit.server.api.iot;

import io.adit.server.api.Subjects;
import io.adit.server.api.Violations;
import io.adit.server.auth.Caller;
import io.adit.server.policy.Subject;
import io.adit.server.thing.Page;
import io.adit.server.thing.Thing;
import io.adit.server.thing.Things;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists things by name, a page at a time, all or those with an attribute or a type. */
final class ListThings implements IotOperation<ListThings.Input> {
  private final Things things;
  private final Arns arns;

  record Input(Thing.Filter filter, int maxResults, @Nullable String nextToken) {}

  record Output(List<Listed> things, @Nullable String nextToken) {}

  record Listed(
      String thingName,
      @Nullable String thingTypeName,
      String thingArn,
      Map<String, String> attributes,
      long version) {}

  ListThings(Things things, Arns arns) {
    this.things = things;
    this.arns = arns;
  }

  @Override
  public Route route() {
    return Route.of("ListThings", "GET", "/things");
  }

  @Override
  public Input read(IotCall call, Violations violations) {
    String name = call.query("attributeName");
    String value = call.query("attributeValue");
    String type = call.query("thingTypeName");
    Members.attributeName("attributeName", name, violations);
    Members.attributeValue("attributeValue", value, violations);
    if (value != null && name == null) {
      violations.add("attributeValue", value, "Member must come with attributeName");
    }
    Members.name("thingTypeName", type, violations);
    boolean isPrefix = call.flag("usePrefixAttributeValue", violations);
    return new Input(
        new Thing.Filter(name, value, isPrefix, type),
        Members.pageSize(call, "maxResults", violations),
        call.query("nextToken"));
  }

  @Override
  public List<Subject> about(Input input) {
    return Subjects.all();
  }

  @Override
  public Output run(Caller caller, Input input) {
    Page<Thing> page = things.list(input.filter(), input.maxResults(), input.nextToken());
    return new Output(page.items().stream().map(this::listed).toList(), page.nextToken());
  }

  private Listed listed(Thing thing) {
    return new Listed(
        thing.thingName(),
        thing.thingTypeName(),
        arns.thing(thing.thingName()),
        thing.attributes(),
        thing.version());
  }
}
