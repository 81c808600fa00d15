// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.netty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in which Netty reports a buffer that was lost without being released; by itself Netty only logs it.
 *
 * <p>To be registered by name in {@code META-INF/services/org.junit.jupiter.api.extension.Extension}, with JUnit's
 * {@code junit.jupiter.extensions.autodetection.enabled} and Netty's {@code io.netty.leakDetection.level=paranoid}. JUnit
 * makes it before the first test, and so before the first buffer: Netty asks for its leak detectors only once.
 */
public final class LeakGuard implements AfterAllCallback {
    private static final long COLLECTION_MILLIS = 30_000;
    /** Allocating is what makes Netty look for lost buffers; it looks at the kind that is allocated. */
    private static final int LOOKS = 4;

    private final Queue<String> reports = new ConcurrentLinkedQueue<>();

    /** Listens to Netty's leak detectors from now on. */
    public LeakGuard() {
        ResourceLeakDetectorFactory before = ResourceLeakDetectorFactory.instance();
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @SuppressWarnings("deprecation") // abstract in Netty
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return listening(before.newResourceLeakDetector(resource, samplingInterval, maxActive));
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
                return listening(before.newResourceLeakDetector(resource, samplingInterval));
            }
        });
    }

    private <T> ResourceLeakDetector<T> listening(ResourceLeakDetector<T> detector) {
        detector.setLeakListener((type, records) -> reports.add(type + " was lost without being released: " + records));
        return detector;
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        // Nested classes are looked at with the class around them.
        if (context.getParent()
                .filter(parent -> parent.getTestClass().isPresent())
                .isEmpty()) {
            List<String> found = lookForLeaks();
            if (!found.isEmpty()) {
                throw new AssertionError(found.size() + " buffers leaked in or before "
                        + context.getRequiredTestClass().getName() + "; the first: " + found.get(0));
            }
        }
    }

    /** Collects garbage, and returns what Netty then reports as lost; each once. */
    List<String> lookForLeaks() throws InterruptedException {
        // References of one collection are announced in any order, but before those of the next one.
        collectGarbage();
        collectGarbage();
        for (int i = 0; i < LOOKS; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
            ByteBufAllocator.DEFAULT.heapBuffer(1).release();
        }
        List<String> found = new ArrayList<>();
        for (String report = reports.poll(); report != null; report = reports.poll()) {
            found.add(report);
        }
        return found;
    }

    /** Returns when a collection has announced its first reference. */
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        WeakReference<Object> probe = new WeakReference<>(new Object(), collected);
        System.gc();
        if (collected.remove(COLLECTION_MILLIS) != probe) {
            throw new IllegalStateException("no garbage collection within " + COLLECTION_MILLIS + " ms");
        }
    }
}
