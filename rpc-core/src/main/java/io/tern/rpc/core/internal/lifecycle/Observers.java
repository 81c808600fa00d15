// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.RpcObserver;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several observers as one. */
public record Observers(List<RpcObserver> all) implements RpcObserver {
    public Observers {
        all = List.copyOf(all);
    }

    /**
     * Those that the loader finds and those that were given; null if there are none, so that nobody is told anything.
     *
     * @throws RpcConfigException if one cannot be loaded
     */
    public static @Nullable RpcObserver of(ClassLoader loader, Extensions.Given given) {
        List<RpcObserver> all = new ArrayList<>(Plugins.load("observer", RpcObserver.class, loader));
        all.addAll(given.of(RpcObserver.class));
        if (all.isEmpty()) {
            return null;
        }
        return all.size() == 1 ? all.get(0) : new Observers(all);
    }

    @Override
    public void callStarted(Invocation call) {
        all.forEach(observer -> observer.callStarted(call));
    }

    @Override
    public void callEnded(Invocation call, @Nullable Throwable error, long elapsedNanos) {
        all.forEach(observer -> observer.callEnded(call, error, elapsedNanos));
    }

    @Override
    public void requestStarted(Invocation request) {
        all.forEach(observer -> observer.requestStarted(request));
    }

    @Override
    public void requestEnded(Invocation request, @Nullable Throwable error, long elapsedNanos) {
        all.forEach(observer -> observer.requestEnded(request, error, elapsedNanos));
    }

    @Override
    public void connectionOpened(InetSocketAddress remote) {
        all.forEach(observer -> observer.connectionOpened(remote));
    }

    @Override
    public void connectionClosed(InetSocketAddress remote) {
        all.forEach(observer -> observer.connectionClosed(remote));
    }

    @Override
    public void counted(Event event) {
        all.forEach(observer -> observer.counted(event));
    }
}
