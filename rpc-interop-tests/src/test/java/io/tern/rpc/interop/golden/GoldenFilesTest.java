// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.interop.harness.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenFilesTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden");

    static List<Path> files() throws IOException {
        try (Stream<Path> paths = Files.walk(DIRECTORY)) {
            return paths.filter(path -> path.toString().endsWith(".hex"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileHasItsOriginAndWholeFrames(Path file) throws IOException {
        GoldenFile golden = GoldenFile.read(file);
        assertThat(golden.comments().get(0))
                .isEqualTo("Apache Dubbo " + file.getParent().getFileName() + ", both sides");
        assertThat(golden.comments().get(1))
                .startsWith("scenario " + file.getFileName().toString().replace(".hex", "") + ": ");
        assertThat(golden.frames()).isNotEmpty().allSatisfy(frame -> {
            assertThat(frame.bytes()).startsWith(0xda, 0xbb);
            assertThat(frame.bodyLength()).isEqualTo(frame.bytes().length - WireFrame.HEADER);
            assertThat(frame.flags() & 0x1f).as("serialization").isEqualTo(2);
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyResponseFollowsARequestOfItsIdFromTheOtherSide(Path file) throws IOException {
        List<WireFrame> frames = GoldenFile.read(file).frames();
        for (int i = 0; i < frames.size(); i++) {
            WireFrame response = frames.get(i);
            if (!response.isRequest()) {
                assertThat(frames.subList(0, i)).anySatisfy(request -> {
                    assertThat(request.isRequest()).isTrue();
                    assertThat(request.id()).isEqualTo(response.id());
                    assertThat(request.fromClient()).isNotEqualTo(response.fromClient());
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.6.12", "2.7.23", "3.3.6"})
    void flagsAndStatusesAreThoseOfTheScenario(String release) throws IOException {
        assertThat(frames(release, "one-way")).extracting(WireFrame::flags).containsExactly(0x82);
        assertThat(frames(release, "plain-call")).extracting(WireFrame::flags).containsExactly(0xc2, 0x02);
        assertThat(frames(release, "heartbeat-from-consumer"))
                .extracting(WireFrame::flags)
                .containsExactly(0xe2, 0x22);
        assertThat(frames(release, "graceful-stop")).anySatisfy(frame -> {
            assertThat(frame.flags()).isEqualTo(0xa2);
            assertThat(frame.fromClient()).isFalse();
            assertThat(frame.bytes()).endsWith(0x01, 'R');
        });
        assertThat(frames(release, "checked-exception").get(1).status()).isEqualTo(20);
        assertThat(frames(release, "unserializable-result").get(1).status()).isEqualTo(50);
        assertThat(frames(release, "oversize-result").get(1).status()).isEqualTo(release.startsWith("3") ? 25 : 50);
        assertThat(frames(release, "pool-exhausted"))
                .extracting(WireFrame::status)
                .containsExactly(0, 0, 100, 20);
        assertThat(frames(release, "wrong-token").get(1).status()).isEqualTo(70);
        assertThat(frames(release, "unknown-service").get(1).status()).isEqualTo(release.startsWith("2.6") ? 70 : 40);
    }

    private static List<WireFrame> frames(String release, String scenario) throws IOException {
        return GoldenFile.read(DIRECTORY.resolve(release).resolve(scenario + ".hex"))
                .frames();
    }
}
