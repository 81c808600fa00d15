// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.ALIBABA;
import static io.tern.rpc.config.spring.XmlContext.APACHE;
import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RpcContext;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The references of the manual with every word it has about asynchronous methods, loaded from both namespaces and called. */
@Timeout(60)
class SentAndReturnTest {
    private static final String CONSUMER = """
            <dubbo:consumer timeout="10000"/>
            <dubbo:reference id="sentFoo" interface="%1$s" url="dubbo://127.0.0.1:%3$d">
                <dubbo:method name="findFoo" async="true" sent="true"/>
            </dubbo:reference>
            <dubbo:reference id="sentBar" interface="%2$s" url="dubbo://127.0.0.1:%3$d">
                <dubbo:method name="findBar" async="true" sent="true"/>
            </dubbo:reference>
            <dubbo:reference id="queuedFoo" interface="%1$s" url="dubbo://127.0.0.1:%3$d">
                <dubbo:method name="findFoo" async="true" sent="false"/>
            </dubbo:reference>
            <dubbo:reference id="queuedBar" interface="%2$s" url="dubbo://127.0.0.1:%3$d">
                <dubbo:method name="findBar" async="true" sent="false"/>
            </dubbo:reference>
            <dubbo:reference id="oneWayFoo" interface="%1$s" url="dubbo://127.0.0.1:%3$d">
                <dubbo:method name="findFoo" async="true" return="false"/>
            </dubbo:reference>
            <dubbo:reference id="oneWayBar" interface="%2$s" url="dubbo://127.0.0.1:%3$d">
                <dubbo:method name="findBar" async="true" return="false" sent="true"/>
            </dubbo:reference>
            """;

    @ParameterizedTest
    @ValueSource(strings = {APACHE, ALIBABA})
    void everyKindOfMethodIsCalledAsItIsWritten(String namespace) throws Exception {
        RecordingServices services = new RecordingServices();
        try (XmlContext provider = provider(namespace, services);
                XmlContext consumer = new XmlContext()
                        .file(
                                "consumer.xml",
                                namespace,
                                APPLICATION
                                        + CONSUMER.formatted(
                                                FooService.class.getName(), BarService.class.getName(), port(provider)))
                        .refreshed()) {
            for (String kind : new String[] {"sent", "queued"}) {
                FooService foo = consumer.getBean(kind + "Foo", FooService.class);
                BarService bar = consumer.getBean(kind + "Bar", BarService.class);

                assertThat(foo.findFoo("a")).isNull();
                CompletableFuture<String> ofFoo = RpcContext.getContext().getFuture();
                assertThat(bar.findBar("b")).isNull();
                CompletableFuture<String> ofBar = RpcContext.getContext().getFuture();

                assertThat(ofFoo).isNotSameAs(ofBar);
                assertThat(ofFoo.get(10, TimeUnit.SECONDS)).isEqualTo("foo a");
                assertThat(ofBar.get(10, TimeUnit.SECONDS)).isEqualTo("bar b");
                assertThat(method(consumer, kind + "Foo", "findFoo").sent()).isEqualTo(kind.equals("sent"));
                assertThat(method(consumer, kind + "Bar", "findBar").sent()).isEqualTo(kind.equals("sent"));
                assertThat(services.called.poll(10, TimeUnit.SECONDS)).isNotNull();
                assertThat(services.called.poll(10, TimeUnit.SECONDS)).isNotNull();
            }

            assertThat(consumer.getBean("oneWayFoo", FooService.class).findFoo("c"))
                    .isNull();
            assertThat((Object) RpcContext.getContext().getFuture()).isNull();
            assertThat(services.called.poll(10, TimeUnit.SECONDS)).isEqualTo("findFoo c");
            assertThat(consumer.getBean("oneWayBar", BarService.class).findBar("d"))
                    .isNull();
            assertThat((Object) RpcContext.getContext().getFuture()).isNull();
            assertThat(services.called.poll(10, TimeUnit.SECONDS)).isEqualTo("findBar d");
            assertThat(method(consumer, "oneWayFoo", "findFoo").oneWay()).isTrue();
        }
    }

    private static MethodSettings method(XmlContext consumer, String reference, String method) {
        return ReferenceBeanTest.settings(consumer, reference).method(method);
    }

    private static XmlContext provider(String namespace, RecordingServices services) {
        XmlContext context = new XmlContext();
        context.registerBean("services", RecordingServices.class, () -> services);
        String service = "<dubbo:service id=\"%s\" interface=\"%s\" ref=\"services\"/>";
        return context.file(
                        "provider.xml",
                        namespace,
                        APPLICATION + "<dubbo:protocol name=\"dubbo\" host=\"127.0.0.1\" port=\"0\"/>"
                                + service.formatted("fooExport", FooService.class.getName())
                                + service.formatted("barExport", BarService.class.getName()))
                .refreshed();
    }

    private static int port(XmlContext provider) {
        return provider.getBean("fooExport", ServiceBean.class)
                .service()
                .addresses()
                .get(0)
                .getPort();
    }

    /** Says which calls arrived. */
    public static final class RecordingServices extends Services {
        final BlockingQueue<String> called = new LinkedBlockingQueue<>();

        @Override
        public String findFoo(String key) {
            called.add("findFoo " + key);
            return super.findFoo(key);
        }

        @Override
        public String findBar(String key) {
            called.add("findBar " + key);
            return super.findBar(key);
        }
    }
}
