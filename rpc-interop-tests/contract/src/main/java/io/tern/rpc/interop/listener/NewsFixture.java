// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The service. Thread-safe. */
public final class NewsFixture implements NewsService {
    private final Map<String, List<NewsListener>> listeners = new ConcurrentHashMap<>();

    private List<NewsListener> of(String topic) {
        return listeners.computeIfAbsent(topic, key -> new CopyOnWriteArrayList<>());
    }

    @Override
    public int subscribe(String topic, NewsListener listener) {
        if (of(topic).stream().noneMatch(known -> known == listener)) {
            of(topic).add(listener);
        }
        return of(topic).size();
    }

    @Override
    public int unsubscribe(String topic, NewsListener listener) {
        // By identity: the same object of the consumer must come as the same object here.
        boolean known = of(topic).removeIf(each -> each == listener);
        return known ? of(topic).size() : -1;
    }

    @Override
    public String publish(String topic, String text) {
        return all(topic, listener -> listener.news(topic, text));
    }

    @Override
    public String edit(String topic, String text) {
        return all(topic, listener -> {
            Headline edited = listener.edited(new Headline(text, 1));
            return edited.getText() + edited.getSize();
        });
    }

    private String all(String topic, Function<NewsListener, String> call) {
        return of(topic).stream().map(listener -> said(listener, call)).collect(Collectors.joining(", "));
    }

    private static String said(NewsListener listener, Function<NewsListener, String> call) {
        try {
            return call.apply(listener);
        } catch (RuntimeException e) {
            return NewsReader.failure(e);
        }
    }

    @Override
    public int count(String topic) {
        return of(topic).size();
    }
}
