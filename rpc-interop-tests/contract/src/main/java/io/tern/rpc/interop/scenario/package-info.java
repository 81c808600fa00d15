/** What the consumer side does in an interoperability test and what it must observe. Knows no RPC library, only {@link io.tern.rpc.interop.peer.CallContext}. */
@NullMarked
package io.tern.rpc.interop.scenario;

import org.jspecify.annotations.NullMarked;
