// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.core.internal.registry.multicast.MulticastMessage.Word;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MulticastMessageTest {
    private static final DubboUrl ENTRY =
            DubboUrl.parse("dubbo://10.0.0.1:20880/demo.A?group=g&interface=demo.A&version=1.0.0");

    @Test
    void dubbosDatagramsAreRead() {
        String register = "register dubbo://10.0.0.1:20880/demo.A?group=g&interface=demo.A&version=1.0.0\n";
        assertThat(MulticastMessage.parse(register)).isEqualTo(new MulticastMessage(Word.REGISTER, ENTRY));
        assertThat(MulticastMessage.parse("un" + register + "\0\0"))
                .isEqualTo(new MulticastMessage(Word.UNREGISTER, ENTRY));
        assertThat(MulticastMessage.parse("unsubscribe consumer://10.0.0.2/demo.A"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "register", "register nonsense", "registered dubbo://h:1/a", "GET / HTTP/1.1", "{}"})
    void everythingElseIsRefused(String datagram) {
        assertThatThrownBy(() -> MulticastMessage.parse(datagram)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "interface=demo.A&group=g&version=1.0.0, true",
        "interface=demo.A&group=g&version=1.0.1, false",
        "interface=demo.A&group=h&version=1.0.0, false",
        "interface=demo.A&version=1.0.0, false",
        "interface=demo.A&group=g, false",
        "interface=demo.A&group=*&version=*, true",
        "interface=demo.B&group=*&version=*, false",
        "interface=*&group=*&version=*&classifier=*&category=providers%consumers&enabled=*, true",
        "interface=demo.A&group=g&version=1.0.0&category=configurators, false",
        "interface=demo.A&group=g&version=1.0.0&category=configurators%providers, true",
        "interface=demo.A&group=h%g&version=1.0.0, true",
    })
    void questionsMeetEntriesAsInDubbo(String parameters, boolean expected) {
        MulticastMessage question =
                MulticastMessage.parse("subscribe consumer://10.0.0.2/demo.A?" + parameters.replace('%', ','));
        assertThat(question).isNotNull();
        assertThat(question.asksFor(ENTRY)).isEqualTo(expected);
    }

    @Test
    void ourQuestionSaysWhatIsSought() {
        ServiceQuery query = new ServiceQuery("demo.A", "g", "1.0.0", Set.of(Category.ROUTERS, Category.PROVIDERS));
        MulticastMessage question = MulticastMessage.question(query, "app", false);
        assertThat(question.text())
                .isEqualTo("subscribe consumer://0.0.0.0/demo.A?application=app&category=providers,routers&check=false"
                        + "&group=g&interface=demo.A&side=consumer&unicast=false&version=1.0.0");
        assertThat(question.asksFor(ENTRY)).isTrue();
    }

    @Test
    void aLongEntryLosesItsMethodNamesAndThenIsRefused() {
        DubboUrl large = DubboUrl.parse(ENTRY.text() + "&methods=" + "aMethod,".repeat(400));
        assertThat(OwnEntry.sayable(large).parameter("methods")).isEqualTo("*");
        assertThat(OwnEntry.sayable(ENTRY)).isSameAs(ENTRY);
        DubboUrl tooLarge = DubboUrl.parse(ENTRY.text() + "&other=" + "x".repeat(2_048));
        assertThatThrownBy(() -> OwnEntry.sayable(tooLarge))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2048");
    }
}
