// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLineTest {
    @Test
    void membersAreReadBackAsText() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("calls", 5L);
        members.put("p99", 1.5);
        members.put("error", "a \"quoted\" text,\n{two: lines}\\");

        Map<String, String> read = JsonLine.read(JsonLine.write(members));

        assertThat(read).containsEntry("calls", "5").containsEntry("p99", "1.5");
        assertThat(read.get("error")).isEqualTo(members.get("error"));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> JsonLine.read("Hello")).hasMessageContaining("Hello");
    }
}
