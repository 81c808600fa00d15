// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.spi.registry.DubboUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderFileTest {
    @TempDir
    Path directory;

    @Test
    void commentsAndBlankLinesSayNothing() {
        ProviderFile.Content content = ProviderFile.parse(
                "# providers\n\n  dubbo://10.0.0.1:20880/demo.A?version=1 \r\n#dubbo://10.0.0.2:1/demo.A\n");
        assertThat(content.entries())
                .extracting(DubboUrl::text)
                .containsExactly("dubbo://10.0.0.1:20880/demo.A?version=1");
        assertThat(content.problems()).isEmpty();
    }

    @Test
    void aLineMayBeEncodedAsInZooKeeper() {
        assertThat(ProviderFile.parse("dubbo%3A%2F%2F10.0.0.1%3A20880%2Fdemo.A%3Fversion%3D1")
                        .entries())
                .extracting(DubboUrl::text)
                .containsExactly("dubbo://10.0.0.1:20880/demo.A?version=1");
    }

    @Test
    void badLinesAreNamedByNumberAndNotRepeated() {
        ProviderFile.Content content =
                ProviderFile.parse("nonsense token=secret\ndubbo://10.0.0.1:20880\n%zz\ndubbo://10.0.0.1:20880/demo.A");
        assertThat(content.entries()).hasSize(1);
        assertThat(content.problems())
                .hasSize(3)
                .allSatisfy(problem -> assertThat(problem).startsWith("line ").doesNotContain("secret"));
    }

    @Test
    void anUnchangedFileIsNotReadAgain() throws IOException {
        Path path = Files.writeString(directory.resolve("p.txt"), "dubbo://10.0.0.1:20880/demo.A\n");
        ProviderFile file = new ProviderFile(path);
        assertThat(file.changed()).isNotNull();
        assertThat(file.changed()).isNull();

        Files.setLastModifiedTime(path, FileTime.fromMillis(1_700_000_000_000L));
        assertThat(file.changed()).isNotNull();
        assertThat(file.changed()).isNull();
    }

    @Test
    void whatIsNoFileCannotBeRead() {
        assertThatThrownBy(new ProviderFile(directory)::changed).isInstanceOf(IOException.class);
        assertThatThrownBy(new ProviderFile(directory.resolve("absent"))::changed)
                .isInstanceOf(IOException.class);
    }
}
