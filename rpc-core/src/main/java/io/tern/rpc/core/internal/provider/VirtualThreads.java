// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Virtual threads for a library that is compiled for Java 17: by method handle, since 21 only. */
final class VirtualThreads {
    private VirtualThreads() {}

    /** Threads named by the prefix and a number from 0; null if this Java has no virtual threads. */
    static @Nullable ThreadFactory factory(String prefix) {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> builder = lookup.findClass("java.lang.Thread$Builder$OfVirtual");
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
            MethodHandle name =
                    lookup.findVirtual(builder, "name", MethodType.methodType(builder, String.class, long.class));
            MethodHandle factory = lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class));
            return (ThreadFactory) factory.invoke(name.invoke(ofVirtual.invoke(), prefix, 0L));
        } catch (Throwable e) {
            if (e instanceof ReflectiveOperationException) {
                return null; // Java 17 to 20
            }
            throw new IllegalStateException("Virtual threads are there but cannot be made", e);
        }
    }
}
