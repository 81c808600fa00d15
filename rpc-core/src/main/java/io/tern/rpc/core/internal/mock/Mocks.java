// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.MethodSettings;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.consumer.ReferenceMethods;
import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.core.internal.settings.NamedClass;
import io.tern.rpc.spi.Cluster;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.LoadBalancer;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts {@code mock="…"} in front of clusters, and finds mistakes in it. Thread-safe. */
public final class Mocks {
    private static final String FORMS =
            "a mock: legal is true or the name of a class; return with null, empty, true, false,"
                    + " a number, a text or JSON; throw, alone or with the name of a class; each of them, if nothing is to be sent,"
                    + " after force:";

    private final Ticker ticker;
    private final BooleanSupplier isEventLoop;

    /** {@code ticker} times warnings; {@code isEventLoop} tells whether the calling thread must not wait. */
    public Mocks(Ticker ticker, BooleanSupplier isEventLoop) {
        this.ticker = ticker;
        this.isEventLoop = isEventLoop;
    }

    /** What is wrong with the mocks of a reference (CFG-08, CFG-10); empty if nothing is. Makes no object of a mock class. */
    public static List<ConfigProblem> problems(ReferenceSettings reference) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        for (MethodDescriptor method : MethodDescriptor.of(reference.serviceInterface())) {
            for (MethodSettings settings : ReferenceMethods.allSettings(reference, method)) {
                StandIn standIn = standIn(settings, reference.serviceInterface(), problems);
                if (standIn instanceof Literal literal) {
                    fit(literal, method, settings, problems);
                }
            }
        }
        return new ArrayList<>(problems);
    }

    private static void fit(
            Literal literal, MethodDescriptor method, MethodSettings settings, Set<ConfigProblem> problems) {
        try {
            literal.value(method);
        } catch (RuntimeException e) {
            // A collection may refuse null, say, with an exception of its own.
            String fault = "does not fit " + method + ": " + e.getMessage();
            problems.add(ConfigErrors.unusableCallback(origin(settings), written(settings), fault));
        }
    }

    /**
     * For the clusters of one reference: methods that have a mock get it in front. A mock class has one object for all of
     * them, since it may remember something. Echoes are always sent.
     */
    public UnaryOperator<Cluster> of(ReferenceSettings reference) {
        StandIns standIns = new StandIns(reference.serviceInterface());
        return cluster -> new Mocked(cluster, standIns);
    }

    /** Null if there is none, or none that can be used: then it is among the problems. */
    private static @Nullable StandIn standIn(
            MethodSettings settings, Class<?> serviceInterface, Set<ConfigProblem> problems) {
        String written = settings.mock();
        if (written == null) {
            return null;
        }
        Origin origin = origin(settings);
        MockText text = MockText.of(written);
        if (text == null) {
            problems.add(ConfigErrors.malformed(ConfigCode.CFG_10, origin, written, FORMS));
            return null;
        }
        return switch (text.kind()) {
            case RETURN -> new Literal(text.rest());
            case THROW -> exception(text, origin, written, serviceInterface, problems);
            case CLASS -> object(text, origin, written, serviceInterface, problems);
        };
    }

    private static @Nullable StandIn exception(
            MockText text, Origin origin, String written, Class<?> serviceInterface, Set<ConfigProblem> problems) {
        if (text.rest().isEmpty()) {
            return new MockException(null);
        }
        Class<?> type = NamedClass.find(text.rest(), serviceInterface.getClassLoader());
        if (type == null) {
            problems.add(ConfigErrors.missingClass(origin, text.rest()));
            return null;
        }
        String fault = MockException.fault(type);
        if (fault != null) {
            problems.add(wrong(origin, written, type, fault));
            return null;
        }
        return new MockException(type);
    }

    private static @Nullable StandIn object(
            MockText text, Origin origin, String written, Class<?> serviceInterface, Set<ConfigProblem> problems) {
        String name = text.rest().isEmpty() ? serviceInterface.getName() + "Mock" : text.rest();
        Class<?> type = NamedClass.find(name, serviceInterface.getClassLoader());
        if (type == null) {
            problems.add(
                    text.rest().isEmpty()
                            ? ConfigErrors.wrongType(
                                    ConfigCode.CFG_08,
                                    origin,
                                    written,
                                    "means the class " + name + ", which cannot be loaded")
                            : ConfigErrors.missingClass(origin, name));
            return null;
        }
        String fault = MockObject.fault(type, serviceInterface);
        if (fault != null) {
            problems.add(wrong(origin, written, type, fault));
            return null;
        }
        return new MockObject(type);
    }

    private static ConfigProblem wrong(Origin origin, String written, Class<?> type, String fault) {
        return ConfigErrors.wrongType(
                ConfigCode.CFG_08, origin, written, "names the class " + type.getName() + ", which " + fault);
    }

    private static Origin origin(MethodSettings settings) {
        return settings.origins().getOrDefault("mock", Origin.BUILT_IN).attribute("mock");
    }

    private static String written(MethodSettings settings) {
        String mock = settings.mock();
        return mock == null ? "" : mock;
    }

    private final class Mocked implements Cluster {
        private final Cluster cluster;
        private final StandIns standIns;

        Mocked(Cluster cluster, StandIns standIns) {
            this.cluster = cluster;
            this.standIns = standIns;
        }

        @Override
        public String name() {
            return cluster.name();
        }

        @Override
        public Invoker join(Directory directory, LoadBalancer balancer, MethodSettings settings) {
            Invoker providers = cluster.join(directory, balancer, settings);
            String written = settings.mock();
            MockText text = written == null ? null : MockText.of(written);
            if (written == null) {
                return providers;
            }
            StandIn standIn = standIns.of(settings);
            boolean force = text != null && text.force();
            return new MockInvoker(providers, standIn, force, new LogLimit(ticker, 10, 1_000), isEventLoop);
        }
    }

    /** The mocks of one reference. */
    private static final class StandIns {
        private final Class<?> serviceInterface;
        private final Map<Class<?>, MockObject> objects = new ConcurrentHashMap<>();

        StandIns(Class<?> serviceInterface) {
            this.serviceInterface = serviceInterface;
        }

        StandIn of(MethodSettings settings) {
            Set<ConfigProblem> problems = new LinkedHashSet<>();
            StandIn standIn = standIn(settings, serviceInterface, problems);
            if (standIn == null) {
                throw new RpcConfigException(
                        problems.stream().map(ConfigProblem::message).toList());
            }
            // However it is written: as true, as force:true or by its name.
            return standIn instanceof MockObject object
                    ? objects.computeIfAbsent(object.type(), key -> object)
                    : standIn;
        }
    }
}
