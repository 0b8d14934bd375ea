/** SQL: the database, its migrations, and what is kept in it. */
@NullMarked
package io.adit.server.store;

import org.jspecify.annotations.NullMarked;
