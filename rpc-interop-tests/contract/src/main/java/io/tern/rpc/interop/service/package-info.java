/** The implementations of the interoperability services; the same classes are exported by Dubbo and by Tern. */
@NullMarked
package io.tern.rpc.interop.service;

import org.jspecify.annotations.NullMarked;
