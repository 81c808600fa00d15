// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.testing.registry.core;

import io.tern.rpc.core.internal.registry.file.FileRegistryFactory;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.RegistryReadingTest;
import io.tern.rpc.testing.registry.RegistryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

class FileReadingTest extends RegistryReadingTest {
    @TempDir
    Path directory;

    @Override
    protected RegistryFactory factory() {
        return new FileRegistryFactory();
    }

    @Override
    protected RegistryStore newStore() throws IOException {
        write(List.of());
        return new RegistryStore() {
            @Override
            public List<String> addresses() {
                return List.of(file().toString());
            }

            @Override
            public void stop() throws IOException {
                Files.move(file(), directory.resolve("away"));
            }

            @Override
            public void start(boolean keep) throws IOException {
                Files.move(directory.resolve("away"), file());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    protected void show(DubboUrl... providers) throws IOException {
        write(Stream.of(providers).map(DubboUrl::text).toList());
    }

    /** It looks at the file a hundred times as often. */
    @Override
    protected ScheduledExecutorService newScheduler() {
        return new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
                return super.scheduleWithFixedDelay(task, first, Math.max(1, delay / 100), unit);
            }
        };
    }

    private Path file() {
        return directory.resolve("providers.txt");
    }

    private void write(List<String> lines) throws IOException {
        Path next = Files.write(directory.resolve("next"), lines);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }
}
