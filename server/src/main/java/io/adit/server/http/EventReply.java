package io.adit.server.http;

import java.util.Map;
import java.util.function.Consumer;

/**
 * An answer that goes on: server-sent events.
 *
 * @param onOpen is given the stream, on an event loop; must not block
 */
public record EventReply(Map<String, String> headers, Consumer<EventStream> onOpen)
    implements Reply {}
