// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir
    private Path directory;

    @Test
    void eachInstanceOfAProcessHasItsPart() throws Exception {
        Path file = directory.resolve("settings.txt");
        new ReportFile(file).add("shop", "first\n");
        new ReportFile(file).add("shöp", "second\n");
        new ReportFile(file).add("shop", "third\n");
        List<String> lines = Files.readAllLines(file);
        String process = " of process " + ProcessHandle.current().pid();
        assertThat(lines).hasSize(8);
        assertThat(lines.get(0)).startsWith("# application shop, instance 1" + process);
        assertThat(lines.subList(1, 3)).containsExactly("first", "");
        assertThat(lines.get(3)).startsWith("# application shöp, instance 2" + process);
        assertThat(lines.subList(4, 6)).containsExactly("second", "");
        assertThat(lines.get(6)).startsWith("# application shop, instance 3" + process);
        assertThat(lines.get(7)).isEqualTo("third");
    }

    @Test
    void whatAnotherProcessHasLeftIsReplaced() throws Exception {
        Path file = directory.resolve("settings.txt");
        new ReportFile(file).add("shop", "first\n");
        String earlier = "of process " + ProcessHandle.current().pid();
        Files.writeString(file, Files.readString(file).replace(earlier, "of process 0"));
        new ReportFile(file).add("shop", "second\n");
        assertThat(Files.readAllLines(file)).hasSize(2).contains("second");

        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, '\n'});
        new ReportFile(file).add("shop", "third\n");
        assertThat(Files.readAllLines(file)).hasSize(2).contains("third");
    }
}
