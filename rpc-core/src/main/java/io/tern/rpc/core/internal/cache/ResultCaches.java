// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.cache;

import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.settings.WholeParameter;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ObjectCodec;
import io.tern.rpc.spi.Serialization;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts {@code cache="…"} in front of the calls of a method, and finds mistakes in it. Thread-safe. */
public final class ResultCaches {
    private static final WholeParameter SIZE = new WholeParameter("cache.size", 1, 1_000);
    private static final WholeParameter SECONDS = new WholeParameter("cache.seconds", 1, 180);

    private final @Nullable Serialization serialization;
    private final ClassPolicy policy;
    private final Ticker ticker;
    private final BooleanSupplier isEventLoop;
    /** Making one is expensive, and applications have few loaders. */
    private final Map<ClassLoader, ObjectCodec> codecs = new ConcurrentHashMap<>();

    /**
     * For all references of a Tern instance.
     *
     * @param serialization copies results and arguments; null if there is none, and then nothing can be cached
     * @param isEventLoop tells whether the calling thread must not wait
     */
    public ResultCaches(
            @Nullable Serialization serialization, ClassPolicy policy, Ticker ticker, BooleanSupplier isEventLoop) {
        this.serialization = serialization;
        this.policy = policy;
        this.ticker = ticker;
        this.isEventLoop = isEventLoop;
    }

    /** What is wrong with the caches of a reference (CFG-02, CFG-03, CFG-16); empty if nothing is. */
    public List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        List<MethodSettings> all = new ArrayList<>(reference.methods().values());
        all.add(reference.defaults());
        for (MethodSettings settings : all) {
            String kind = settings.cache();
            if (kind == null) {
                continue;
            }
            Origin origin =
                    settings.origins().getOrDefault("cache", Origin.BUILT_IN).attribute("cache");
            if (serialization == null) {
                problems.add(ConfigErrors.partMissing(
                        origin, kind, "needs a serialization, to copy results; add the module rpc-remoting-netty"));
            }
            Origin owner = new Origin("dubbo:reference", reference.id(), null, origin.resource());
            for (WholeParameter parameter : List.of(SIZE, SECONDS)) {
                parameter.problem(settings.parameters(), owner).ifPresent(problems::add);
            }
        }
        return List.copyOf(problems);
    }

    /**
     * The calls of one method, from the cache where its settings say so; otherwise {@code next} itself. A method without a
     * result is called for what it does, and never cached.
     */
    public Invoker link(MethodDescriptor method, MethodSettings settings, Invoker next) {
        String kind = settings.cache();
        if (kind == null || serialization == null || isWithoutResult(method)) {
            return next;
        }
        int size = SIZE.of(settings.parameters());
        long lifeNanos = kind.equals("expiring") ? TimeUnit.SECONDS.toNanos(SECONDS.of(settings.parameters())) : 0;
        Supplier<Results> results;
        if (kind.equals("threadlocal")) {
            results = new ThreadResults(() -> new Results(size, lifeNanos, ticker));
        } else {
            Results shared = new Results(size, lifeNanos, ticker);
            results = () -> shared;
        }
        Copies copies = new Copies(codec(serialization, method.serviceInterface()));
        return new CachedCalls(next, copies, results, new LogLimit(ticker, 1, 10_000), isEventLoop);
    }

    private static boolean isWithoutResult(MethodDescriptor method) {
        return method.resultType() == void.class || method.resultType() == Void.class;
    }

    private ObjectCodec codec(Serialization present, Class<?> serviceInterface) {
        ClassLoader own = serviceInterface.getClassLoader();
        return codecs.computeIfAbsent(
                own == null ? ClassLoader.getSystemClassLoader() : own, loader -> present.codec(policy, loader));
    }
}
