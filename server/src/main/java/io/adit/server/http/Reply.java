package io.adit.server.http;

/** What is answered to a request: all of it at once, or events as they happen. */
public sealed interface Reply permits ApiResponse, EventReply {}
