/**
 * {@code adit bench echo}: how long an answer takes on the whole way from application to
 * application. {@code EchoClient} asks and {@code EchoServer} answers, through each way that {@link
 * io.adit.bench.path.Paths} starts; {@code EchoBench} has them do so in turns, and {@code
 * EchoReport} is what came of it.
 */
@NullMarked
package io.adit.bench.echo;

import org.jspecify.annotations.NullMarked;
