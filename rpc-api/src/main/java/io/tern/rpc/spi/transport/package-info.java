/** The seam between the engine and whatever moves the bytes of a call; implemented by transports, called by rpc-core. */
@NullMarked
package io.tern.rpc.spi.transport;

import org.jspecify.annotations.NullMarked;
