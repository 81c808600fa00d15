// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Five places of a consumer's file say how long a call may take; each counts when the stronger ones are silent. */
@Timeout(60)
class PrecedenceTest {
    /** From the strongest to the weakest, each with its own number of milliseconds. */
    private static final String[] RANKS = {"method", "method in the query", "reference", "query", "consumer"};

    @Test
    void theStrongestPlaceThatIsWrittenIsInEffect() {
        CountDownLatch end = new CountDownLatch(1);
        try (XmlContext provider = provider(end)) {
            int port = provider.getBean("export", ServiceBean.class)
                    .service()
                    .addresses()
                    .get(0)
                    .getPort();
            try {
                for (int strongest = 0; strongest <= RANKS.length; strongest++) {
                    checkEffect(port, strongest);
                }
            } finally {
                end.countDown();
            }
        }
    }

    @Test
    void aWrittenFalseBelowAnAsynchronousReferenceIsHonouredAndOneLineTellsIt() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger tern = (Logger) LoggerFactory.getLogger("io.tern.rpc");
        log.start();
        tern.addAppender(log);
        try (XmlContext consumer = XmlContext.of("""
                <dubbo:reference id="foo" interface="%s" url="127.0.0.1:1" check="false" lazy="true" async="true">
                    <dubbo:method name="findFoo" async="false"/>
                    <dubbo:method name="later" timeout="5"/>
                </dubbo:reference>
                """.formatted(FooService.class.getName()))) {
            assertThat(ReferenceBeanTest.settings(consumer, "foo")
                            .method("findFoo")
                            .async())
                    .isFalse();
            assertThat(ReferenceBeanTest.settings(consumer, "foo")
                            .method("later")
                            .async())
                    .isTrue();
        } finally {
            tern.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(event -> event.getFormattedMessage().contains("async"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getLevel()).isEqualTo(Level.INFO);
                    assertThat(event.getFormattedMessage())
                            .contains("dubbo:method name \"findFoo\" in dubbo:reference", "foo");
                });
    }

    private static void checkEffect(int port, int strongest) {
        // No rank at all leaves the built-in second.
        int expected = strongest == RANKS.length ? 1_000 : millis(strongest);
        try (XmlContext consumer = consumer(port, strongest)) {
            assertThat(ReferenceBeanTest.settings(consumer, "foo")
                            .method("findFoo")
                            .timeoutMillis())
                    .as("without the %d strongest of %s", strongest, String.join(", ", RANKS))
                    .isEqualTo(expected);
            long start = System.nanoTime();
            assertThatThrownBy(() -> consumer.getBean(FooService.class).findFoo("x"))
                    .isInstanceOf(RpcTimeoutException.class)
                    .hasMessageContaining(Integer.toString(expected));
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(expected - 1);
        }
    }

    private static int millis(int rank) {
        return 71 + rank;
    }

    private static XmlContext consumer(int port, int strongest) {
        String query = (strongest <= 1 ? "&amp;findFoo.timeout=" + millis(1) : "")
                + (strongest <= 3 ? "&amp;timeout=" + millis(3) : "");
        return new XmlContext()
                .file(
                        "consumer.xml",
                        APPLICATION
                                + """
                        <dubbo:consumer retries="0" %s/>
                        <dubbo:reference id="foo" interface="%s" url="dubbo://127.0.0.1:%d?side=provider%s" %s>
                            <dubbo:method name="findFoo" %s/>
                        </dubbo:reference>
                        """.formatted(
                                                attribute(4, strongest),
                                                FooService.class.getName(),
                                                port,
                                                query,
                                                attribute(2, strongest),
                                                attribute(0, strongest)))
                .refreshed();
    }

    private static String attribute(int rank, int strongest) {
        return rank < strongest ? "" : "timeout=\"" + millis(rank) + "\"";
    }

    private static XmlContext provider(CountDownLatch end) {
        XmlContext context = new XmlContext();
        context.registerBean("services", StuckServices.class, () -> new StuckServices(end));
        return context.file("provider.xml", APPLICATION + """
                        <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
                        <dubbo:service id="export" interface="%s" ref="services"/>
                        """.formatted(FooService.class.getName()))
                .refreshed();
    }

    /** Answers when nobody waits any more. */
    public static final class StuckServices extends Services {
        private final CountDownLatch end;

        StuckServices(CountDownLatch end) {
            this.end = end;
        }

        @Override
        public String findFoo(String key) {
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.findFoo(key);
        }
    }
}
