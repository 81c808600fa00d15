// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.interop.TernCallContext;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.fixture.LocalTern;
import io.tern.rpc.interop.harness.DubboPeer;
import io.tern.rpc.interop.harness.DubboVersion;
import io.tern.rpc.interop.process.ForeignFailures;
import io.tern.rpc.interop.service.CallFixture;
import io.tern.rpc.interop.service.GreetFixture;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces that go through a process of Apache Dubbo, which hands on what it was sent. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DubboTraceTest {
    @ParameterizedTest
    @CsvSource({"V2_6, W3C", "V2_7, B3", "V3_3, W3C", "V3_3, B3"})
    void aDubboProviderThatDoesNotTraceHandsTheTraceOn(DubboVersion version, String propagation) {
        try (TracedTern traced = TracedTern.start(TracedTern.tracing(1, propagation), builder -> {})) {
            TernCallContext context = new TernCallContext();
            ExportedService greets = traced.tern().export(GreetService.class, new GreetFixture(context), service -> {});
            int port = LocalTern.address(greets).getPort();
            traced.tern()
                    .export(
                            GreetService.class,
                            new GreetFixture(context),
                            service -> service.set("group", "blue").set("version", "2.0.0"));
            traced.tern()
                    .export(
                            CallService.class,
                            new CallFixture(
                                    context,
                                    traced.stub(CallService.class, LocalTern.url(port)),
                                    traced.stub(GreetService.class, LocalTern.url(port)),
                                    new ForeignFailures()),
                            service -> {});
            try (DubboPeer middle = DubboPeer.provider(version).downstream(port).start()) {
                CallService calls = traced.stub(
                        CallService.class, LocalTern.url(middle.port()), reference -> reference.set("timeout", 10_000));
                assertThat(calls.nested("x")).isEqualTo("nested hello x");

                List<SpanData> sent = traced.ended(SpanKind.CLIENT, 1);
                List<SpanData> served = traced.ended(SpanKind.SERVER, 1);
                assertThat(sent.get(0).getName()).isEqualTo(CallService.class.getName() + "/nested");
                assertThat(served.get(0).getName()).isEqualTo(GreetService.class.getName() + "/hello");
                assertThat(served.get(0).getTraceId()).isEqualTo(sent.get(0).getTraceId());
                assertThat(served.get(0).getParentSpanId())
                        .isEqualTo(sent.get(0).getSpanId());
            }
        }
    }
}
