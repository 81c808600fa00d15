// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.fixture.FakeScheduler;
import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.core.fixture.LogCapture;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered, and what happens to the file. */
@Timeout(60)
class ProviderCacheTest {
    private static final String ONE = "dubbo://10.0.0.1:20880/a.B?token=x";
    private static final String TWO = "dubbo://10.0.0.2:20880/a.B";

    @TempDir
    private Path directory;

    private final FakeTicker ticker = new FakeTicker();
    private final FakeScheduler scheduler = new FakeScheduler(ticker);

    private Path file() {
        return directory.resolve("sub").resolve("providers.cache");
    }

    private ProviderCache cache() {
        return new ProviderCache(file(), ticker, scheduler, Runnable::run);
    }

    private static ServiceQuery service(String name) {
        return new ServiceQuery(name, "blue", "1.0", Set.of(Category.PROVIDERS));
    }

    private List<String> recalled(String name) {
        return cache().recall(service(name));
    }

    @Test
    void changesAreWrittenTogetherASecondLater() throws IOException {
        ProviderCache cache = cache();
        cache.remember(service("a.B"), List.of(ONE));
        cache.remember(service("a.B"), List.of(ONE, TWO));
        cache.remember(service("a.C"), List.of(TWO));
        assertThat(scheduler.waiting()).isEqualTo(1);
        ticker.advanceMillis(999);
        assertThat(file()).doesNotExist();
        ticker.advanceMillis(1);

        assertThat(Files.readAllLines(file()))
                .containsExactly("blue/a.B:1.0\t" + ONE, "blue/a.B:1.0\t" + TWO, "blue/a.C:1.0\t" + TWO);
        assertThat(recalled("a.B")).containsExactly(ONE, TWO);
        assertThat(recalled("a.D")).isEmpty();
        cache.remember(service("a.C"), List.of(TWO));
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void emptyListsAndTextsThatCouldNotBeReadBackAreNotRemembered() {
        ProviderCache cache = cache();
        cache.remember(service("a.B"), List.of(ONE, "dubbo://evil/\nblue/a.C:1.0\tdubbo://evil"));
        cache.close();
        ProviderCache second = cache();
        second.remember(service("a.B"), List.of());
        second.close();

        assertThat(recalled("a.B")).containsExactly(ONE);
        assertThat(recalled("a.C")).isEmpty();
    }

    @Test
    void onlyItsOwnerMayReadTheFile() throws IOException {
        ProviderCache cache = cache();
        cache.remember(service("a.B"), List.of(ONE));
        cache.close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void processesThatShareTheFileKeepEachOthersServices() {
        ProviderCache one = cache();
        ProviderCache other = cache();
        one.remember(service("a.B"), List.of(ONE));
        other.remember(service("a.C"), List.of(TWO));
        ticker.advanceMillis(1_000);
        one.remember(service("a.B"), List.of(ONE, TWO));
        one.close();
        other.close();

        assertThat(recalled("a.B")).containsExactly(ONE, TWO);
        assertThat(recalled("a.C")).containsExactly(TWO);
    }

    @Test
    void fileThatIsBeingWrittenByAnotherIsWrittenLater() throws IOException {
        ProviderCache cache = cache();
        cache.remember(service("a.B"), List.of(ONE));
        Files.createDirectories(file().getParent());
        Path lockFile = file().resolveSibling("providers.cache.lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            ticker.advanceMillis(1_000);
            assertThat(file()).doesNotExist();
        }
        ticker.advanceMillis(1_000);

        assertThat(recalled("a.B")).containsExactly(ONE);
    }

    @Test
    void halfAFileAndLinesThatCannotBeRightAreSurvived() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(
                file(),
                ("blue/a.B:1.0\t" + ONE + "\ngarbage\n\tdubbo://x\nblue/a.B:1.0\t\u0001dubbo://x\n\n" + "blue/a.B:1.0\t"
                                + "x".repeat(40_000) + "://\nblue/a.B:1.0\t" + TWO + "\nblue/a.C:1.0\tdub")
                        .getBytes(UTF_8));
        assertThat(recalled("a.B")).containsExactly(ONE, TWO);
        assertThat(recalled("a.C")).isEmpty();

        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, '\n', 9, 9});
        assertThat(recalled("a.B")).isEmpty();
    }

    @Test
    void deathInMidWriteLeavesTheOldFile() throws IOException {
        ProviderCache cache = cache();
        cache.remember(service("a.B"), List.of(ONE));
        cache.close();
        // What a dead process leaves: half of a new file beside the old one.
        Files.writeString(file().resolveSibling("providers.cache123.tmp"), "blue/a.B:1.0\tdubbo://ha");

        assertThat(recalled("a.B")).containsExactly(ONE);
    }

    @Test
    void placeThatCannotBeWrittenIsOneWarning() throws IOException {
        Files.writeString(directory.resolve("sub"), "a file where a directory should be");
        try (LogCapture log = new LogCapture(ProviderCache.class)) {
            ProviderCache cache = cache();
            cache.remember(service("a.B"), List.of(ONE));
            ticker.advanceMillis(1_000);
            cache.remember(service("a.B"), List.of(TWO));
            ticker.advanceMillis(1_000);

            assertThat(log.lines()).singleElement().asString().contains("WARN", "providers.cache", "cannot be written");
            assertThat(recalled("a.B")).isEmpty();
        }
        assertThat(scheduler.waiting()).isZero();
    }
}
