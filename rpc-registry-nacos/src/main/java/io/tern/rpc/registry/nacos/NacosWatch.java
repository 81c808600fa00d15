// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.api.naming.NamingService;
import com.alibaba.nacos.api.naming.listener.EventListener;
import com.alibaba.nacos.api.naming.listener.NamingEvent;
import com.alibaba.nacos.api.naming.pojo.Instance;
import com.alibaba.nacos.api.naming.pojo.ListView;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.RegistryListener;
import io.tern.rpc.spi.registry.ServiceQuery;
import io.tern.rpc.spi.registry.Subscription;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One subscription, which is of one or more service names. Only providers and consumers are instances in Nacos, so that other
 * categories are empty. All but {@link #reported} and {@link #close} is for the Nacos thread alone.
 */
final class NacosWatch implements Subscription {
    private static final int PAGE = 500;

    private final ServiceQuery query;
    private final RegistryListener listener;
    private final NacosEntries entries;
    private final NacosThread thread;
    private final String group;
    private final Map<String, EventListener> followed = new HashMap<>();
    private final Map<String, List<Instance>> found = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<Category, List<String>> told = new EnumMap<>(Category.class);
    private final CompletableFuture<@Nullable Void> reported = new CompletableFuture<>();
    private volatile boolean closed;

    /** {@code group} is that of Nacos. */
    NacosWatch(ServiceQuery query, RegistryListener listener, NacosEntries entries, NacosThread thread, String group) {
        this.query = query;
        this.listener = listener;
        this.entries = entries;
        this.thread = thread;
        this.group = group;
    }

    /** Whether names that appear later can belong to it too. */
    boolean isOpenEnded() {
        return NacosServiceName.sought(query, Category.PROVIDERS) == null;
    }

    /** Asks for everything and follows what was not followed yet. Once more does no harm. */
    void refresh(NamingService naming) throws NacosException {
        if (closed) {
            return;
        }
        Set<String> names = names(naming);
        for (String name : names) {
            found.put(name, ask(name, naming));
        }
        for (String name : List.copyOf(followed.keySet())) {
            if (!names.contains(name)) {
                leave(name, naming);
            }
        }
        report();
    }

    private Set<String> names(NamingService naming) throws NacosException {
        Set<String> names = new LinkedHashSet<>();
        List<String> listed = null;
        for (Category category : List.of(Category.PROVIDERS, Category.CONSUMERS)) {
            if (query.categories().contains(category)) {
                Set<String> sought = NacosServiceName.sought(query, category);
                if (sought != null) {
                    names.addAll(sought);
                } else {
                    listed = listed == null ? list(naming) : listed;
                    listed.stream()
                            .filter(name -> NacosServiceName.matches(name, query, category))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    private List<String> list(NamingService naming) throws NacosException {
        List<String> all = new ArrayList<>();
        int page = 1;
        ListView<String> view;
        do {
            view = naming.getServicesOfServer(page++, PAGE, group);
            all.addAll(view.getData());
        } while (!view.getData().isEmpty() && all.size() < view.getCount());
        return all;
    }

    private List<Instance> ask(String name, NamingService naming) throws NacosException {
        try {
            // The client reports an empty service to nobody, so that it is asked; what it has just been told it knows.
            boolean isKnown = follow(name, naming);
            return new ArrayList<>(naming.getAllInstances(name, group, isKnown));
        } catch (NacosException | IllegalArgumentException e) {
            if (!NacosProblem.isForGood(e)) {
                throw e;
            }
            if (refused.add(name)) {
                NacosRegistry.log.warn("Nacos refuses the name {}: nothing is there, {}", name, NacosProblem.text(e));
            }
            return List.of();
        }
    }

    /** Whether it was not followed before. */
    private boolean follow(String name, NamingService naming) throws NacosException {
        if (followed.containsKey(name)) {
            return false;
        }
        EventListener following = event -> {
            if (event instanceof NamingEvent news) {
                // Once: tried again later it would replace what came meanwhile.
                thread.run(() -> changed(name, news.getInstances()));
            }
        };
        try {
            naming.subscribe(name, group, following);
        } catch (NacosException | IllegalArgumentException e) {
            if (NacosProblem.isForGood(e)) {
                forget(name, following, naming);
            }
            throw e;
        }
        followed.put(name, following);
        return true;
    }

    // The client would go on to ask for what was refused, unless it hears that nobody wants it.
    private void forget(String name, EventListener following, NamingService naming) {
        try {
            naming.unsubscribe(name, group, following);
        } catch (NacosException | IllegalArgumentException e) {
            NacosRegistry.log.debug("Taking back a subscription of {} is refused too", name, e);
        }
    }

    private void leave(String name, NamingService naming) throws NacosException {
        naming.unsubscribe(name, group, followed.get(name));
        followed.remove(name);
        found.remove(name);
    }

    private void changed(String name, List<Instance> instances) {
        // Before the first answer of all names only a part could be reported.
        if (found.containsKey(name) && reported.isDone()) {
            found.put(name, instances);
            report();
        }
    }

    /** Lets the next report tell everything, whether it has changed or not. */
    void tellAnew() {
        told.clear();
    }

    private void report() {
        for (Category category : query.categories()) {
            List<String> now = entries.texts(found.entrySet().stream()
                    .filter(name -> name.getKey().startsWith(category.text() + ":"))
                    .flatMap(name -> name.getValue().stream())
                    .toList());
            if (!closed && !now.equals(told.put(category, now))) {
                tell(category, now);
            }
        }
        reported.complete(null);
    }

    // Whatever a listener throws, others are told, who waits goes on, and it is not called again as if the registry had
    // failed.
    private void tell(Category category, List<String> now) {
        try {
            listener.changed(category, now);
        } catch (Throwable e) {
            NacosRegistry.log.warn("A listener of a Nacos registry failed", e);
        }
    }

    /** Follows nothing any more. */
    void leaveAll(NamingService naming) throws NacosException {
        for (String name : List.copyOf(followed.keySet())) {
            leave(name, naming);
        }
    }

    @Override
    public CompletableFuture<@Nullable Void> reported() {
        return reported.copy();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
