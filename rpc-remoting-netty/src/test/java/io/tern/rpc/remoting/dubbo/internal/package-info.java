/** Tests of frames and bodies. */
package io.tern.rpc.remoting.dubbo.internal;
