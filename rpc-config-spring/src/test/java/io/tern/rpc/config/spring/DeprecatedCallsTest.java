// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** {@code deprecated}, from the file of the service to the warning of its consumer. */
class DeprecatedCallsTest {
    private static final String LOGGER = "io.tern.rpc.core.internal.consumer.Deprecations";

    private static String file(String provider, String service, String method) {
        return """
            <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
            <dubbo:provider %s/>
            <bean id="services" class="%s"/>
            <dubbo:reference id="called" interface="%s"/>
            <dubbo:service interface="%s" ref="services" %s><dubbo:method name="findFoo" %s/></dubbo:service>
            """.formatted(
                        attribute(provider),
                        Services.class.getName(),
                        FooService.class.getName(),
                        FooService.class.getName(),
                        attribute(service),
                        attribute(method));
    }

    private static String attribute(String value) {
        return value.equals("-") ? "" : "deprecated=\"" + value + "\"";
    }

    @ParameterizedTest
    @CsvSource({
        "-, -, -, 0",
        "-, ' ', ' ', 0",
        "-, -, true, 1",
        "-, -, ${no.such.key:on}, 1",
        "-, true, -, 2",
        "-, ${no.such.key:yes}, -, 2",
        "-, true, false, 1",
        "true, -, -, 2",
        "true, false, -, 0",
        "${no.such.key:1}, ' ', no, 1"
    })
    void theConsumerIsWarnedOnceOfEachMethodThatItCalls(String provider, String service, String method, int warnings) {
        Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        try (XmlContext context = XmlContext.of(file(provider, service, method))) {
            FooService foo = context.getBean("called", FooService.class);
            for (int i = 0; i < 2; i++) {
                assertThat(foo.findFoo("a")).isEqualTo("foo a");
                assertThat(foo.later("a").join()).isEqualTo("later a");
            }
            assertThat(List.copyOf(heard.list))
                    .hasSize(warnings)
                    .allMatch(event -> event.getLevel().toString().equals("WARN")
                            && event.getFormattedMessage().startsWith("reference called of")
                            && event.getFormattedMessage().contains("deprecated"));
        } finally {
            logger.detachAppender(heard);
        }
    }
}
