// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.fixture.ServiceSample;
import io.tern.rpc.core.internal.provider.Exporter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An instance that is not there. */
final class FakeTarget implements ConsoleTarget {
    final List<String> log = new ArrayList<>();
    final List<Service> services = new ArrayList<>();
    volatile boolean started = true;
    volatile boolean serving = true;

    /** A service of the interface {@code Runnable}, with a group and a version. */
    static ServiceSettings settings(String id) {
        return ServiceSample.of(id, Runnable.class).group("blue").version("1.0").settings();
    }

    FakeTarget with(ServiceSettings settings, boolean wanted, boolean published) {
        services.add(new Service(settings, List.of(new InetSocketAddress("127.0.0.1", 20880)), wanted, published));
        return this;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    @Override
    public boolean isServing() {
        return serving;
    }

    @Override
    public String describe() {
        return "the settings";
    }

    @Override
    public Map<String, Long> figures() {
        return Map.of("callsInFlight", 7L);
    }

    @Override
    public List<Service> services() {
        return services;
    }

    @Override
    public List<Reference> references() {
        return List.of();
    }

    @Override
    public List<Exporter.OpenPort> ports() {
        return List.of(
                new Exporter.OpenPort("dubbo", new InetSocketAddress("127.0.0.1", 20880), 3),
                new Exporter.OpenPort("dubbo", new InetSocketAddress("127.0.0.1", 20881), 0));
    }

    @Override
    public void offline(@Nullable Predicate<ServiceSettings> which) {
        log.add("offline " + (which == null ? "all" : matching(which)));
    }

    @Override
    public void online(@Nullable Predicate<ServiceSettings> which) {
        log.add("online " + (which == null ? "all" : matching(which)));
    }

    private List<String> matching(Predicate<ServiceSettings> which) {
        return services.stream()
                .map(Service::settings)
                .filter(which)
                .map(ServiceSettings::id)
                .toList();
    }
}
