// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tern.rpc.interop.fixture.LocalTern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** Tracing as a Spring file has it, with the application's OpenTelemetry as a bean. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class TracingFileTest {
    private static final String FILE = """
            <beans xmlns="http://www.springframework.org/schema/beans"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xmlns:dubbo="http://dubbo.apache.org/schema/dubbo"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans
                           http://www.springframework.org/schema/beans/spring-beans.xsd
                           http://dubbo.apache.org/schema/dubbo http://dubbo.apache.org/schema/dubbo/dubbo.xsd">
                <dubbo:application name="shop"/>
                <dubbo:protocol name="dubbo" host="127.0.0.1" port="%d"/>
                <dubbo:tracing enabled="%s">
                    <dubbo:sampling probability="1"/>
                    <dubbo:propagation type="B3"/>
                </dubbo:tracing>
                <bean class="io.tern.rpc.tracing.otel.OtelTracing"><constructor-arg ref="openTelemetry"/></bean>
                <dubbo:service interface="io.tern.rpc.interop.tracing.Shop" ref="answers"/>
                <dubbo:reference id="shop" interface="io.tern.rpc.interop.tracing.Shop"/>
            </beans>
            """;

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Answers answers = Answers.echo();

    /** The spans of one call. */
    private List<SpanData> run(boolean enabled) {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
        try (sdk;
                GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean("openTelemetry", OpenTelemetry.class, () -> sdk);
            context.registerBean("answers", Shop.class, () -> answers);
            String file = FILE.formatted(LocalTern.freePort(), enabled);
            new XmlBeanDefinitionReader(context)
                    .loadBeanDefinitions(new ByteArrayResource(file.getBytes(StandardCharsets.UTF_8)));
            context.refresh();
            assertThat(context.getBean("shop", Shop.class).find("7")).isEqualTo("7");
            if (enabled) {
                LocalTern.await("two spans", Duration.ofSeconds(10), () -> spans().size() == 2);
            }
            return spans();
        }
    }

    private List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }

    @Test
    void theElementsAndTheBeanAreUsed() {
        List<SpanData> spans = run(true);
        assertThat(spans).hasSize(2);
        assertThat(spans.get(0).getTraceId()).isEqualTo(spans.get(1).getTraceId());
        assertThat(answers.attachments().get(0)).containsKey("b3").doesNotContainKey("traceparent");
    }

    @Test
    void whatIsSwitchedOffDoesNothing() {
        assertThat(run(false)).isEmpty();
        assertThat(answers.seen()).containsExactly("nothing");
        assertThat(answers.attachments().get(0)).doesNotContainKey("b3");
    }
}
