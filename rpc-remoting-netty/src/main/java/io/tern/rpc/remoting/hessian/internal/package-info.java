/** Objects as Hessian 2 bytes, as Dubbo's peers write and read them, and no class created that the policy does not admit. */
@NullMarked
package io.tern.rpc.remoting.hessian.internal;

import org.jspecify.annotations.NullMarked;
