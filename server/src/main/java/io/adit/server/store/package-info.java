/**
 * SQL: the database, its migrations, and what is kept in it.
 *
 * <p>{@link io.adit.server.store.Database} runs a {@code Transaction}: a reading one on one of
 * several connections, a writing one on the {@code Writer}'s, which commits together what came
 * together. The {@code Sql...} classes keep what other packages define, each in tables of its own.
 * The statements are those that SQLite and PostgreSQL both know; what only SQLite knows is in
 * {@code Database}.
 */
@NullMarked
package io.adit.server.store;

import org.jspecify.annotations.NullMarked;
