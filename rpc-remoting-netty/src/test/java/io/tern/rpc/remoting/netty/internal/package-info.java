/** Tests of the Netty transport. */
package io.tern.rpc.remoting.netty.internal;
