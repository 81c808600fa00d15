// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A thread of a business pool that can be asked what it is doing. */
final class WorkerThread extends Thread {
    private static final VarHandle RUNNING;

    static {
        try {
            RUNNING = MethodHandles.lookup().findVarHandle(WorkerThread.class, "running", ServerCall.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Written by this thread twice per request, read by whoever explains a full pool: needs no order, only no tearing. */
    @SuppressWarnings("UnusedVariable") // through RUNNING only
    private @Nullable ServerCall running;

    WorkerThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    static void begins(ServerCall call) {
        if (Thread.currentThread() instanceof WorkerThread thread) {
            RUNNING.setOpaque(thread, call);
        }
    }

    static void ends() {
        if (Thread.currentThread() instanceof WorkerThread thread) {
            RUNNING.setOpaque(thread, null);
        }
    }

    @Nullable
    ServerCall running() {
        return (ServerCall) RUNNING.getOpaque(this);
    }
}
