/**
 * {@code adit tunnel}: tunnels by hand, with the operations that AWS and Adit have in common. Each
 * command is a class; {@code Answer} prints what they have to say as text or JSON, {@code
 * TokenOutput} alone lets tokens out.
 */
@NullMarked
package io.adit.cli.tunnel;

import org.jspecify.annotations.NullMarked;
