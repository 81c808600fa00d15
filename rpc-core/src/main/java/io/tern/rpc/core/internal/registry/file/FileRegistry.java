// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.file;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.RpcObserver.Event;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The providers that a file lists, one URL per line. It is looked at every few seconds; while it cannot be read, this is a
 * registry that is down. Nothing is ever written.
 *
 * <p>Thread-safe: whoever wants a look asks for a turn, and turns follow each other on a thread of the registry's own, since
 * a file system may take its time and the scheduler serves everybody.
 */
final class FileRegistry implements Registry {
    static final long PERIOD_MILLIS = 3_000;

    /** Longer than the time between two looks, so that the thread stays. */
    private static final long IDLE_MILLIS = 10_000;

    private static final int MOST_PROBLEMS_SHOWN = 5;
    private static final Logger log = LoggerFactory.getLogger(FileRegistry.class);

    private final Path path;
    private final RegistryContext context;
    private final List<FileWatch> watches = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
    private final AtomicBoolean toldThatNothingIsWritten = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();
    private final ThreadPoolExecutor worker;
    private volatile boolean readable;
    private volatile boolean closed;

    // Of the turn.
    private final ProviderFile file;
    private final LogLimit failures;
    private List<DubboUrl> entries = List.of();

    private @Nullable ScheduledFuture<?> looking; // set before anybody else sees this

    FileRegistry(Path path, RegistryContext context) {
        this.path = path;
        this.context = context;
        file = new ProviderFile(path);
        failures = new LogLimit(context.ticker(), 1, 60_000);
        worker = new ThreadPoolExecutor(1, 1, IDLE_MILLIS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, "tern-file-registry-" + context.application() + "-1");
            thread.setDaemon(true);
            return thread;
        });
        worker.allowCoreThreadTimeOut(true);
    }

    void start(long periodMillis) {
        looking = context.scheduler().scheduleWithFixedDelay(this::askForTurn, 0, periodMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<@Nullable Void> connected() {
        return connected.copy();
    }

    @Override
    public boolean isConnected() {
        return readable;
    }

    @Override
    public CompletableFuture<@Nullable Void> register(DubboUrl entry) {
        if (closed) {
            return CompletableFuture.failedFuture(new IllegalStateException("The registry is closed"));
        }
        if (toldThatNothingIsWritten.compareAndSet(false, true)) {
            log.info("The registry {} is read only: nothing is published there", path);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> unregister(DubboUrl entry) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(ServiceQuery query, RegistryListener listener) {
        FileWatch watch = new FileWatch(query, listener);
        watches.add(watch);
        askForTurn();
        return watch;
    }

    private void askForTurn() {
        if (turns.getAndIncrement() > 0) {
            return; // whoever has the turn takes this one too
        }
        try {
            worker.execute(this::takeTurns);
        } catch (RejectedExecutionException e) {
            log.debug("The registry {} is closed: nothing is reported any more", path);
        }
    }

    private void takeTurns() {
        int taken;
        do {
            taken = turns.get();
            look();
        } while (turns.addAndGet(-taken) > 0);
    }

    private void look() {
        if (closed) {
            return;
        }
        watches.removeIf(FileWatch::isClosed);
        try {
            ProviderFile.Content content = file.changed();
            if (content != null) {
                warn(content.problems());
                entries = content.entries();
            } else if (!connected.isDone()) {
                return; // it changes all the time: nothing was read yet
            }
            readable = true;
        } catch (IOException | RuntimeException e) {
            readable = false;
            if (failures.pass() != LogLimit.SUPPRESSED) {
                log.warn("The registry {} cannot be read, what is known stays: {}", path, e.toString());
            }
            return;
        }
        connected.complete(null);
        watches.forEach(this::report);
    }

    private void report(FileWatch watch) {
        try {
            watch.report(entries);
        } catch (Throwable e) {
            log.warn("A listener of the registry {} failed", path, e);
        }
    }

    private void warn(List<String> problems) {
        problems.forEach(problem -> context.observer().counted(Event.REGISTRY_ENTRY_SKIPPED));
        if (!problems.isEmpty()) {
            log.warn(
                    "{} lines of the registry {} are skipped: {}",
                    problems.size(),
                    path,
                    problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS_SHOWN)));
        }
    }

    @Override
    public void close() {
        closed = true;
        ScheduledFuture<?> ending = looking;
        if (ending != null) {
            ending.cancel(false);
        }
        worker.shutdown();
        watches.forEach(FileWatch::close);
        readable = false;
    }
}
