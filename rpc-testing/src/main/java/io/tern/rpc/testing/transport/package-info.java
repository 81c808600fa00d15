/** What every transport must do, as tests to be subclassed, and peers that misbehave on purpose. */
@NullMarked
package io.tern.rpc.testing.transport;

import org.jspecify.annotations.NullMarked;
