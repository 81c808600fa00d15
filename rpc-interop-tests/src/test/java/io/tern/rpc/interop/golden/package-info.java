/** The frames that real Dubbo wrote: recording them, reading the files, and checking that the files are sound. */
@NullMarked
package io.tern.rpc.interop.golden;

import org.jspecify.annotations.NullMarked;
