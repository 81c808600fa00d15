/** What a scenario or a service may ask of the RPC library under it, without naming that library. */
@NullMarked
package io.tern.rpc.interop.peer;

import org.jspecify.annotations.NullMarked;
