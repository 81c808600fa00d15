/** What a test uses: starting and stopping Dubbo processes, and the proxy that records frames. No RPC library belongs here. */
@NullMarked
package io.tern.rpc.interop.harness;

import org.jspecify.annotations.NullMarked;
