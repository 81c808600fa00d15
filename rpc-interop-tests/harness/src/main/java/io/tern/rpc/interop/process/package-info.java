/** What runs inside a Dubbo process: the two main classes, the adapter to Dubbo's context and the Spring files. Needs the class path of one Dubbo line. */
@NullMarked
package io.tern.rpc.interop.process;

import org.jspecify.annotations.NullMarked;
