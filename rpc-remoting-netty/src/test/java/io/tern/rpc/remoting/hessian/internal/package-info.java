/** Tests of the Hessian 2 codec: what peers send, what attackers send, and hessian-lite as the measure of both. */
@NullMarked
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.NullMarked;
