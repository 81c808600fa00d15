// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.interop.peer.CallContext;
import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import io.tern.rpc.interop.scenario.CaseResult;
import io.tern.rpc.interop.scenario.Scenarios;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.support.ClassPathXmlApplicationContext;

/** All references of consumer.xml, made by Tern in this process. */
public final class TernConsumer implements ScenarioSession, AutoCloseable {
    private final ClassPathXmlApplicationContext beans;
    private final PeerLine provider;

    private TernConsumer(ClassPathXmlApplicationContext beans, PeerLine provider) {
        this.beans = beans;
        this.provider = provider;
    }

    public static TernConsumer of(int providerPort, PeerLine provider) {
        return of(providerPort, provider, Map.of());
    }

    /** @param placeholders of consumer.xml, over those that every consumer needs */
    public static TernConsumer of(int providerPort, PeerLine provider, Map<String, Object> placeholders) {
        return of("consumer.xml", providerPort, provider, placeholders);
    }

    /** The references of another file. */
    public static TernConsumer of(String file, int providerPort, PeerLine provider, Map<String, Object> placeholders) {
        Map<String, Object> all = new HashMap<>();
        all.put(SpringFile.CONTEXT_PROPERTY, TernCallContext.class.getName());
        all.put("interop.provider", "127.0.0.1:" + providerPort);
        all.putAll(placeholders);
        return new TernConsumer(SpringFile.load(file, all), provider);
    }

    public List<CaseResult> run(String scenario) {
        List<CaseResult> results = new ArrayList<>();
        Scenarios.named(scenario).run(this, results::add);
        return results;
    }

    @Override
    public <T> T bean(String id, Class<T> type) {
        return beans.getBean(id, type);
    }

    @Override
    public CallContext context() {
        return beans.getBean("callContext", CallContext.class);
    }

    @Override
    public PeerLine consumer() {
        return PeerLine.TERN;
    }

    @Override
    public PeerLine provider() {
        return provider;
    }

    @Override
    public void close() {
        beans.close();
    }
}
