/** Who is calling: access keys and Signature Version 4. */
@NullMarked
package io.adit.server.auth;

import org.jspecify.annotations.NullMarked;
