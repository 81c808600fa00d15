// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.netty.internal;

import io.netty.util.concurrent.FastThreadLocalThread;

/** An event loop's thread, known by its class so that a call that would block one is caught. */
final class IoThread extends FastThreadLocalThread {
    IoThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    /** Whether the caller runs on an event loop. */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof IoThread;
    }
}
