// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.interop.fixture.LocalTern;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A provider and a consumer of {@link Hub}, and what the test does with the provider's proxies. */
final class HubBench implements Hub, AutoCloseable {
    final Tern provider;
    final Tern consumer = LocalTern.consumer();
    final ExportedService service;
    /** What the service got, newest last. */
    final List<Ear> ears = new CopyOnWriteArrayList<>();

    HubBench(Consumer<ConfigElement> serviceAttributes) {
        provider = LocalTern.provider(protocol -> {});
        service = provider.export(Hub.class, this, element -> {
            methods(element);
            serviceAttributes.accept(element);
        });
    }

    HubBench() {
        this(element -> element.set("callbacks", 3));
    }

    /** Says which arguments are callbacks. */
    static void methods(ConfigElement element) {
        element.method("add", m -> m.add(argument().set("index", 0).set("callback", true)))
                .method(
                        "addBoth",
                        m -> m.add(argument().set("type", Ear.class.getName()).set("callback", true)))
                .method("remove", m -> m.add(argument().set("index", 0).set("callback", false)));
    }

    private static ConfigElement argument() {
        return ConfigElement.of(ElementKind.ARGUMENT);
    }

    /** A consumer's stub. */
    Hub hub(Consumer<ConfigElement> attributes) {
        return hub(consumer, LocalTern.url(service), attributes);
    }

    Hub hub() {
        return hub(element -> element.set("callbacks", 3));
    }

    static Hub hub(Tern consumer, String url, Consumer<ConfigElement> attributes) {
        return LocalTern.stub(consumer, Hub.class, url, element -> {
            methods(element);
            attributes.accept(element);
        });
    }

    Ear newest() {
        return ears.get(ears.size() - 1);
    }

    @Override
    public int add(Ear ear) {
        ears.add(ear);
        return ears.size();
    }

    @Override
    public boolean remove(Ear ear) {
        return ears.removeIf(known -> known == ear);
    }

    @Override
    public int addBoth(Ear one, String between, Ear other) {
        add(one);
        return add(other);
    }

    @Override
    public String tell(String text) {
        return newest().hear(text);
    }

    @Override
    public String echo(String text) {
        return text;
    }

    @Override
    public void close() {
        consumer.close();
        provider.close();
    }

    /** A consumer's object: says what it heard. */
    static final class TestEar implements Ear {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private final UnaryOperator<String> answer;

        TestEar(UnaryOperator<String> answer) {
            this.answer = answer;
        }

        TestEar(String name) {
            this(text -> name + " heard " + text);
        }

        @Override
        public String hear(String text) {
            heard.add(text);
            return answer.apply(text);
        }

        @Override
        public CompletableFuture<String> hearLater(String text) {
            return CompletableFuture.supplyAsync(() -> hear(text), LocalTern.threads());
        }

        @Override
        public void ring(String text) {
            hear(text);
        }

        @Override
        public int count(Sound sound) {
            return sound.volume() + sound.name().length();
        }
    }
}
