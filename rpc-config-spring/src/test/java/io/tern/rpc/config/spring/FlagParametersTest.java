// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters that switch something on or off for calls, as they are written in files. */
class FlagParametersTest {
    private static final String FILE = """
            <dubbo:application name="app">%3$s</dubbo:application>
            <dubbo:reference id="foo" interface="%1$s" url="dubbo://127.0.0.1:1" check="false" init="false">
                <dubbo:method name="findFoo">%2$s</dubbo:method>
            </dubbo:reference>
            """;

    private static String file(String ofMethod, String ofApplication) {
        return FILE.formatted(FooService.class.getName(), ofMethod, ofApplication);
    }

    private static String parameter(String key, String value) {
        return "<dubbo:parameter key=\"" + key + "\" value=\"" + value + "\"/>";
    }

    @ParameterizedTest
    @CsvSource({
        "enable-timeout-countdown, true, true",
        "enable-timeout-countdown, FALSE, FALSE",
        "enable-timeout-countdown, ' ', ' '",
        "enable-timeout-countdown, ${not.defined:true}, true",
        "tern.deadline, off, off",
        "tern.deadline, ${not.defined:on}, on",
        "future.sync.set, true, true",
        "future.sync.set, No, No",
        "future.sync.set, ' ', ' '",
        "future.sync.set, ${not.defined:on}, on"
    })
    void legalValuesAndPlaceholdersHoldWhereTheyAreWritten(String key, String written, String effective) {
        for (String place : new String[] {"method", "application"}) {
            boolean onMethod = place.equals("method");
            String element = parameter(key, written);
            try (XmlContext context = new XmlContext()
                    .file("consumer.xml", file(onMethod ? element : "", onMethod ? "" : element))
                    .refreshed()) {
                var settings = ReferenceBeanTest.settings(context, "foo");
                assertThat(settings.method("findFoo").parameters()).as(place).containsEntry(key, effective);
                assertThat(settings.defaults().parameters().containsKey(key))
                        .as(place)
                        .isEqualTo(!onMethod);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"enable-timeout-countdown", "tern.deadline", "future.sync.set"})
    void aWrongWordEndsTheStart(String key) {
        for (String place : new String[] {"method", "application"}) {
            String element = parameter(key, "maybe");
            boolean onMethod = place.equals("method");
            assertThat(new XmlContext()
                            .file("consumer.xml", file(onMethod ? element : "", onMethod ? "" : element))
                            .mistakes())
                    .as(place)
                    .singleElement()
                    .asString()
                    .startsWith("CFG-04")
                    .contains(key, "\"maybe\"", "true or false");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-,     -,     -,     false",
        "-,     -,     true,  true",
        "-,     false, true,  true",
        "-,     true,  -,     true",
        "-,     true,  false, false",
        "false, -,     true,  false",
        "true,  false, -,     true"
    })
    void synchronousCallsLeaveTheirFuturesIfTheNearestPlaceSaysSo(
            String method, String application, String property, boolean leaves) {
        String key = "future.sync.set";
        String written = FILE.formatted(
                FooService.class.getName(),
                method.equals("-") ? "" : parameter(key, method),
                application.equals("-") ? "" : parameter(key, application));
        // The service of the same context is called instead of an address.
        String file = written.replace("url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"", "")
                + "<dubbo:protocol name=\"dubbo\" host=\"127.0.0.1\" port=\"0\"/>"
                + "<bean id=\"services\" class=\"" + Services.class.getName() + "\"/>"
                + "<dubbo:service interface=\"" + FooService.class.getName() + "\" ref=\"services\" scope=\"local\"/>";
        if (!property.equals("-")) {
            System.setProperty(key, property);
        }
        try (XmlContext context = new XmlContext().file("inside.xml", file).refreshed()) {
            assertThat(context.getBean("foo", FooService.class).findFoo("a")).isEqualTo("foo a");
            CompletableFuture<String> left = RpcContext.getContext().getFuture();
            if (leaves) {
                assertThat(left).isCompletedWithValue("foo a");
            } else {
                assertThat(left).isNull();
            }
        } finally {
            System.clearProperty(key);
            RpcContext.removeContext();
        }
    }

    @Test
    void aWrongWordInTheSystemPropertyEndsTheStartToo() {
        System.setProperty("future.sync.set", "maybe");
        try {
            assertThat(new XmlContext().file("consumer.xml", file("", "")).mistakes())
                    .singleElement()
                    .asString()
                    .startsWith("CFG-04")
                    .contains("future.sync.set", "\"maybe\"");
        } finally {
            System.clearProperty("future.sync.set");
        }
    }
}
