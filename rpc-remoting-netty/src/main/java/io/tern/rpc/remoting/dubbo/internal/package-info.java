/** Dubbo's frames and bodies as bytes: no sockets, no threads. */
@NullMarked
package io.tern.rpc.remoting.dubbo.internal;

import org.jspecify.annotations.NullMarked;
