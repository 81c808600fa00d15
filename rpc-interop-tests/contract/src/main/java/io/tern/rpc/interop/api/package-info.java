/** Service interfaces and values that cross the wire in the interoperability tests. Serializable plain Java; nothing of an RPC library belongs here. */
@NullMarked
package io.tern.rpc.interop.api;

import org.jspecify.annotations.NullMarked;
