package io.adit.server.console;

import io.adit.server.auth.Caller;
import java.util.function.Predicate;

/**
 * Something that pages are told.
 *
 * @param event as it goes into the stream
 * @param isFor who may know of it
 */
record Change(String event, Predicate<Caller> isFor) {}
