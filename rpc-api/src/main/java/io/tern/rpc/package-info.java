/** What applications compile against: the call context, futures, exceptions and the names of services. */
@NullMarked
package io.tern.rpc;

import org.jspecify.annotations.NullMarked;
