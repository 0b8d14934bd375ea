/**
 * How commands call the API: {@code ApiAccess} finds the server and the key as the AWS CLI would,
 * {@code Tunnels} has the operations on tunnels that AWS and Adit have in common, {@code TunnelApi}
 * makes clients of AWS's SDK, and {@code SignedCalls} calls what the SDK does not know.
 */
@NullMarked
package io.adit.cli.api;

import org.jspecify.annotations.NullMarked;
