/**
 * The one operation of AWS's Security Token Service by which tools ask who they are:
 * GetCallerIdentity.
 */
@NullMarked
package io.adit.server.api.sts;

import org.jspecify.annotations.NullMarked;
