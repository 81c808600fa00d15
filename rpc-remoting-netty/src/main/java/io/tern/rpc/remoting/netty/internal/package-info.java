/** Connections and servers on Netty: what moves frames, and what happens when it fails. */
@NullMarked
package io.tern.rpc.remoting.netty.internal;

import org.jspecify.annotations.NullMarked;
