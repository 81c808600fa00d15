// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcServerException;
import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.MethodDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code cache}, {@code validation}, {@code executes}, {@code tps} and {@code accesslog} in files, in each place that may have them. */
@Timeout(60)
class CallLimitsTest {
    private static final String COUNTER = Counter.class.getName();

    /** Says how often it was called. */
    public interface CountService {
        String next(String key);

        String other(String key);

        String held(String key);
    }

    /** Holds {@code held} until it is opened. */
    public static class Counter implements CountService {
        final AtomicInteger calls = new AtomicInteger();
        final CountDownLatch open = new CountDownLatch(1);
        final CountDownLatch entered = new CountDownLatch(1);

        @Override
        public String next(String key) {
            return key + calls.incrementAndGet();
        }

        @Override
        public String other(String key) {
            throw new IllegalStateException("no " + key);
        }

        @Override
        public String held(String key) {
            entered.countDown();
            try {
                open.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return key;
        }
    }

    /** A validator of the application. */
    public static class NoBlanks implements ArgumentValidator {
        @Override
        public String name() {
            return "by its bean's name";
        }

        @Override
        public @Nullable Check forMethod(MethodDescriptor method) {
            return arguments -> {
                if (arguments[0] == null || arguments[0].toString().isBlank()) {
                    throw new IllegalArgumentException("blank");
                }
            };
        }
    }

    /** A mapper of the application. */
    public static class Translating implements ExceptionMapper {
        @Override
        public String name() {
            return "by its bean's name";
        }

        @Override
        public boolean maps(MethodDescriptor method) {
            return method.name().equals("other");
        }

        @Override
        public Throwable received(Throwable arrived, MethodDescriptor method) {
            return new UnsupportedOperationException("translated: " + arrived.getMessage());
        }
    }

    private static XmlContext provider(String attributes, String children) {
        return XmlContext.of(
                """
                <dubbo:registry address="N/A"/>
                <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
                <bean id="counter" class="%s"/>
                <bean id="noBlanks" class="%s"/>
                <dubbo:service id="export" interface="%s" ref="counter" %s>%s</dubbo:service>
                """.formatted(COUNTER, NoBlanks.class.getName(), CountService.class.getName(), attributes, children));
    }

    private static XmlContext consumer(XmlContext provider, String before, String attributes, String children) {
        int port = provider.getBean("export", ServiceBean.class)
                .service()
                .addresses()
                .get(0)
                .getPort();
        return XmlContext.of("""
                %s
                <bean id="noBlanks" class="%s"/>
                <dubbo:reference id="count" interface="%s" url="dubbo://127.0.0.1:%d" timeout="10000" retries="0" %s>%s</dubbo:reference>
                """.formatted(
                        before, NoBlanks.class.getName(), CountService.class.getName(), port, attributes, children));
    }

    private static String problem(String attribute, String text) {
        String reference =
                "<dubbo:reference id=\"count\" interface=\"%s\" url=\"127.0.0.1:1\" lazy=\"true\" %s=\"%s\"/>";
        return XmlContext.mistakesIn(reference.formatted(CountService.class.getName(), attribute, text)).stream()
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cache=\"lru\" | '' | ''",
                "cache=\"true\" | '' | ''",
                "cache=\"threadlocal\" | '' | ''",
                "cache=\"expiring\" | '' | ''",
                "cache=\"${no.such:lru}\" | '' | ''",
                "'' | <dubbo:method name=\"next\" cache=\"lru\"/> | ''",
                "cache=\"false\" | <dubbo:method name=\"next\" cache=\"lru\"/> | ''",
                "cache=\" \" | '' | <dubbo:consumer cache=\"lru\"/>",
            })
    void aCachedMethodIsCalledOnceForEqualArguments(String attributes, String children, String before) {
        try (XmlContext provider = provider("", "");
                XmlContext consumer = consumer(provider, before, attributes, children)) {
            CountService count = consumer.getBean(CountService.class);
            assertThat(count.next("a")).isEqualTo("a1");
            assertThat(count.next("a")).isEqualTo("a1");
            assertThat(count.next("b")).isEqualTo("b2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache=\"\"", "cache=\"false\"", "cache=\"N/A\"", ""})
    void othersAreNot(String attributes) {
        try (XmlContext provider = provider("", "");
                XmlContext consumer = consumer(provider, "", attributes, "")) {
            CountService count = consumer.getBean(CountService.class);
            assertThat(count.next("a")).isEqualTo("a1");
            assertThat(count.next("a")).isEqualTo("a2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cache, lru2, CFG-05",
        "cache, jcache, CFG-16",
        "cache, lfu, CFG-16",
        "cache, ${no.such}, CFG-13",
        "validation, jvalid, CFG-05",
        "validation, jvalidation-javax, CFG-16",
        "validation, ${no.such}, CFG-13"
    })
    void wrongValuesAreMistakesWithTheirPlace(String attribute, String text, String code) {
        assertThat(problem(attribute, text))
                .startsWith(code + " dubbo:reference id \"count\": attribute " + attribute + " ")
                .endsWith("[test.xml].")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "jvalidation", "jvalidationNew", "jvalidation-jakarta", "${no.such:true}"})
    void validationWithoutItsModuleIsAMistakeThatNamesIt(String text) {
        assertThat(problem("validation", text))
                .startsWith("CFG-16 dubbo:reference id \"count\": attribute validation = ")
                .contains("needs the module rpc-validation")
                .doesNotContain("\n");
    }

    @Test
    void aValidatorOfTheApplicationChecksOnEitherSide() {
        try (XmlContext provider = provider("", "<dubbo:method name=\"next\" validation=\"noBlanks\"/>");
                XmlContext consumer = consumer(
                        provider,
                        "",
                        "validation=\"noBlanks\"",
                        "<dubbo:method name=\"next\" validation=\"false\"/>")) {
            CountService count = consumer.getBean(CountService.class);
            Counter counter = provider.getBean(Counter.class);
            assertThatThrownBy(() -> count.next(" "))
                    .as("by the provider")
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(counter.calls).hasValue(0);
            assertThatThrownBy(() -> count.held(" "))
                    .as("by the consumer")
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(counter.entered.getCount()).isEqualTo(1);
            assertThat(count.next("a")).isEqualTo("a1");
        }
    }

    @Test
    void aMapperThatIsABeanReplacesExceptions() {
        String mapper = "<bean id=\"translating\" class=\"" + Translating.class.getName() + "\"/>";
        try (XmlContext provider = provider("", "");
                XmlContext consumer = consumer(provider, mapper, "", "")) {
            assertThatThrownBy(() -> consumer.getBean(CountService.class).other("x"))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("translated: no x");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "executes=\"1\" | ''",
                "executes=\"${no.such:1}\" | ''",
                "executes=\"9\" | <dubbo:method name=\"held\" executes=\"1\"/>",
                "'' | <dubbo:method name=\"held\" executes=\"1\"/>"
            })
    void executesLimitsAMethodWhereverItIsWritten(String attributes, String children) throws Exception {
        try (XmlContext provider = provider(attributes, children);
                XmlContext consumer = consumer(provider, "", "", "")) {
            CountService count = consumer.getBean(CountService.class);
            Counter counter = provider.getBean(Counter.class);
            Thread first = new Thread(() -> count.held("a"));
            first.start();
            assertThat(counter.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> count.held("b"))
                    .isInstanceOf(RpcServerException.class)
                    .hasMessageContaining("executes=\"1\"");
            assertThat(count.next("free")).isEqualTo("free1");
            counter.open.countDown();
            first.join(10_000);
        }
    }

    @Test
    void aRateIsAParameterOfTheServiceOrOfAMethod() {
        String rate =
                "<dubbo:parameter key=\"tps\" value=\"%s\"/><dubbo:parameter key=\"tps.interval\" value=\"3600000\"/>";
        try (XmlContext provider = provider(
                        "",
                        rate.formatted("3") + "<dubbo:method name=\"next\">" + rate.formatted("1")
                                + "</dubbo:method>");
                XmlContext consumer = consumer(provider, "", "", "")) {
            CountService count = consumer.getBean(CountService.class);
            assertThat(count.next("a")).isEqualTo("a1");
            assertThatThrownBy(() -> count.next("b"))
                    .isInstanceOf(RpcServerException.class)
                    .hasMessageContaining("1 calls came within 3600000 ms");
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> count.other("x")).isInstanceOf(IllegalStateException.class);
            }
            assertThatThrownBy(() -> count.other("x")).isInstanceOf(RpcServerException.class);
        }
        assertThat(XmlContext.mistakesIn("""
                <dubbo:registry address="N/A"/>
                <dubbo:protocol name="dubbo" port="0"/>
                <bean id="counter" class="%s"/>
                <dubbo:service id="export" interface="%s" ref="counter">
                    <dubbo:parameter key="tps" value="many"/>
                    <dubbo:parameter key="tern.exceptions" value="some"/>
                </dubbo:service>
                """.formatted(COUNTER, CountService.class.getName())))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text)
                                .startsWith("CFG-02 dubbo:service id \"export\": attribute tps = \"many\"")
                                .endsWith("[test.xml]."),
                        text -> assertThat(text)
                                .startsWith(
                                        "CFG-05 dubbo:service id \"export\": attribute tern.exceptions = \"some\""));
    }

    @Test
    void aConsumerHasAnAccessLogByAParameter(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("calls.log");
        try (XmlContext provider = provider("", "");
                XmlContext consumer = consumer(
                        provider,
                        "<dubbo:consumer><dubbo:parameter key=\"accesslog\" value=\"%s\"/></dubbo:consumer>"
                                .formatted(file),
                        "",
                        "<dubbo:method name=\"held\"><dubbo:parameter key=\"accesslog\" value=\"false\"/></dubbo:method>")) {
            provider.getBean(Counter.class).open.countDown();
            CountService count = consumer.getBean(CountService.class);
            count.next("secret");
            count.held("secret");
        }
        assertThat(Files.readAllLines(file))
                .singleElement()
                .asString()
                .contains("] app -> 127.0.0.1:")
                .contains(" next(java.lang.String) [java.lang.String(6)] ok ")
                .doesNotContain("secret");
    }
}
