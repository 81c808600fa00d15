// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.TernCallContext;
import io.tern.rpc.interop.api.CallService;
import io.tern.rpc.interop.api.FutureService;
import io.tern.rpc.interop.api.GreetService;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.process.ForeignFailures;
import io.tern.rpc.interop.service.CallFixture;
import io.tern.rpc.interop.service.FutureFixture;
import io.tern.rpc.interop.service.GreetFixture;
import io.tern.rpc.interop.service.TypeFixture;
import io.tern.rpc.spi.Filter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tern as the provider of the contract's services, on a free port of 127.0.0.1, with nested calls to itself. */
final class LocalProvider implements AutoCloseable {
    private final Tern tern;
    private final int port;

    private LocalProvider(Consumer<ConfigElement> protocol, @Nullable Filter filter, Consumer<TernBuilder> settings) {
        ConfigElement element = ConfigElement.of(ElementKind.PROTOCOL)
                .set("name", "dubbo")
                .set("host", "127.0.0.1")
                .set("port", 0);
        protocol.accept(element);
        TernBuilder builder = Tern.builder().application("statements-provider").element(element);
        settings.accept(builder);
        if (filter != null) {
            builder.filter(filter)
                    .element(ConfigElement.of(ElementKind.PROVIDER).set("filter", filter.name()));
        }
        tern = builder.start();
        TernCallContext context = new TernCallContext();
        ExportedService first = tern.export(GreetService.class, new GreetFixture(context), service -> {});
        port = first.addresses().get(0).getPort();
        String url = "dubbo://127.0.0.1:" + port;
        CallService calls = tern.refer(CallService.class, reference -> nested(reference, url))
                .get();
        GreetService greets = tern.refer(GreetService.class, reference -> nested(reference, url))
                .get();
        tern.export(CallService.class, new CallFixture(context, calls, greets, new ForeignFailures()), service -> {});
        tern.export(FutureService.class, new FutureFixture(), service -> {});
        tern.export(TypeService.class, new TypeFixture(), service -> {});
    }

    private static void nested(ConfigElement reference, String url) {
        reference.set("url", url).set("check", false).set("timeout", 5_000).set("retries", 0);
    }

    /** With default settings. */
    static LocalProvider start() {
        return start(builder -> {}, protocol -> {});
    }

    /** With settings of the protocol. */
    static LocalProvider start(Consumer<ConfigElement> protocol) {
        return start(builder -> {}, protocol);
    }

    /** With settings of the instance and of the protocol. */
    static LocalProvider start(Consumer<TernBuilder> settings, Consumer<ConfigElement> protocol) {
        return new LocalProvider(protocol, null, settings);
    }

    /** With a filter in front of every service. */
    static LocalProvider start(Filter filter) {
        return new LocalProvider(protocol -> {}, filter, builder -> {});
    }

    Tern tern() {
        return tern;
    }

    int port() {
        return port;
    }

    /** Also serves what the test writes as steps. */
    Steps exportSteps() {
        Steps steps = new Steps();
        tern.export(StepService.class, steps, service -> {});
        return steps;
    }

    @Override
    public void close() {
        tern.close();
    }
}
