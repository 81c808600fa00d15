/** Resolved, immutable settings of one Tern instance; nothing in here reads files or has defaults of its own. */
@NullMarked
package io.tern.rpc.config;

import org.jspecify.annotations.NullMarked;
