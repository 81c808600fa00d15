// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "getUser.sync1",
                "echo100.sync32",
                "echo64k.async100",
                "echo1m.sync32",
                "createUser.oneway1000",
                "getUser.open30000"
            })
    void nameIsReadBack(String name) {
        assertThat(Cell.parse(name).name()).isEqualTo(name);
    }

    @Test
    void sizeIsInBytes() {
        assertThat(Cell.parse("echo64k.sync32")).isEqualTo(new Cell(Operation.ECHO, 65_536, Mode.SYNC, 32));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"getUser", "getUser.sync", "echo.sync1", "getUser64k.sync1", "noSuch.sync1", "getUser.fast1"})
    void otherNamesAreRefused(String name) {
        assertThatThrownBy(() -> Cell.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
