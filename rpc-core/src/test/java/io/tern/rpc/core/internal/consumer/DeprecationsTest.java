// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.EchoService;
import io.tern.rpc.GenericService;
import io.tern.rpc.core.fixture.LogCapture;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The warning of a consumer whose provider calls a method deprecated. */
class DeprecationsTest {
    private final Consumer consumer = new Consumer();
    private final LogCapture log = new LogCapture(Deprecations.class);

    @BeforeEach
    void answer() {
        consumer.provider().returns("now");
    }

    @AfterEach
    void close() {
        log.close();
        consumer.close();
    }

    @Test
    void eachMethodThatIsCalledIsWarnedOfOnce() {
        consumer.defaults.parameters = Map.of("deprecated", " TRUE ");
        DemoService demo = consumer.reference();
        assertThat(log.lines()).as("nothing was called").isEmpty();

        for (int i = 0; i < 3; i++) {
            demo.find("secret");
        }
        demo.findLater("secret");
        ((EchoService) demo).$echo("a");

        assertThat(log.lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("WARN reference demo of ") && !line.contains("secret"));
        assertThat(log.lines().get(0)).contains("#find(").contains("deprecated");
        assertThat(log.lines().get(1)).contains("#findLater(");
        assertThat(consumer.provider().received()).hasSize(5);
    }

    @Test
    void anotherReferenceIsWarnedForItself() {
        consumer.method("find").parameters = Map.of("deprecated", "true");
        for (DemoService demo : List.of(consumer.reference(), consumer.reference())) {
            demo.find("a");
            demo.find("a");
            demo.findLater("a");
        }
        assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("#find("));
    }

    @Test
    void genericCallsAreWarnedOfByTheNameThatTheyCall() {
        consumer.method("find").parameters = Map.of("deprecated", "true");
        GenericService demo = consumer.generic("true");
        Stream.of("find", "find", "other")
                .forEach(name -> demo.$invoke(name, new String[] {"java.lang.String"}, new Object[] {"a"}));
        assertThat(log.lines()).singleElement().asString().contains("find");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "", " ", "maybe", "yes"})
    void otherWordsWarnOfNothing(String said) {
        consumer.defaults.parameters = Map.of("deprecated", said);
        consumer.reference().find("a");
        assertThat(log.lines()).isEmpty();
    }
}
