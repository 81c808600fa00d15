@org.jspecify.annotations.NullMarked
package io.tern.rpc.remoting.tls.internal;
