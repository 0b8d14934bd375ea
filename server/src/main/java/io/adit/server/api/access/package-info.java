/**
 * The operations of Adit's own on who may do what: policies, whose they are, and access keys. They
 * are few lines each, and so a file has those of one kind.
 */
@NullMarked
package io.adit.server.api.access;

import org.jspecify.annotations.NullMarked;
