// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.benchmark.work.Samples;
import io.tern.rpc.benchmark.work.User;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "getUser.sync2",
                "listUser.sync1",
                "echo1k.async10",
                "existUser.async1",
                "createUser.oneway100",
                "getUser.open1000"
            })
    void rightAnswersAreCounted(String cell) {
        Map<String, Object> reply = new Driver(new FakeClient()).run(Cell.parse(cell), 20);

        assertThat((Long) reply.get("calls")).isPositive();
        assertThat(reply).containsKeys("nanos", "cpuNanos", "allocatedBytes", "switches", "writes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getUser.sync2", "getUser.async10", "getUser.open1000"})
    void anotherUsersAnswerEndsTheRun(String cell) {
        Driver driver = new Driver(new FakeClient() {
            @Override
            Object answer(Operation operation, Object right) {
                return Samples.user(((User) right).getId() + 1);
            }
        });

        assertThatThrownBy(() -> driver.run(Cell.parse(cell), 20)).hasMessageContaining("Wrong answer in " + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"getUser.sync1", "getUser.async10"})
    void oneChangedFieldIsFoundByTheCheckInFull(String cell) {
        Driver driver = new Driver(new FakeClient() {
            @Override
            Object answer(Operation operation, Object right) {
                User user = Samples.user(((User) right).getId());
                user.setStatus(2);
                return user;
            }
        });

        assertThatThrownBy(() -> driver.run(Cell.parse(cell), 200)).hasMessageContaining("compared in full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"getUser.sync1", "getUser.async10"})
    void failedCallEndsTheRun(String cell) {
        Driver driver = new Driver(new FakeClient() {
            @Override
            public Object call(Operation operation, Object argument) {
                throw new IllegalStateException("refused");
            }

            @Override
            public void callAsync(Operation operation, Object argument, Answer answer) {
                answer.accept(null, new IllegalStateException("refused"));
            }
        });

        assertThatThrownBy(() -> driver.run(Cell.parse(cell), 20)).hasMessageContaining("refused");
    }
}
