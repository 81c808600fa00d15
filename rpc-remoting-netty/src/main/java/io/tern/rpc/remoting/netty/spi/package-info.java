/** What other modules add to the connections of this one. */
@NullMarked
package io.tern.rpc.remoting.netty.spi;

import org.jspecify.annotations.NullMarked;
