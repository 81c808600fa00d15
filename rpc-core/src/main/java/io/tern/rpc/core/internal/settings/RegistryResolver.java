// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of registries, and which of them an element uses: those that it names, else those of its consumer or provider, of
 * the module, of the application, else all that are default ones.
 */
final class RegistryResolver {
    private static final String UNTIL_USED = "it is an error (CFG-16) as soon as a service or reference uses it";
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int ZOOKEEPER_TIMEOUT_MILLIS = 30_000;
    private static final int SESSION_MILLIS = 60_000;

    private final ConfigModel model;
    private final Problems problems;
    private final OutsideSettings outside;
    private final RegistryKinds kinds;
    private final Map<CheckedElement, Known> known = new HashMap<>();
    private @Nullable CheckedElement implied;

    /**
     * What became of one element.
     *
     * @param missing kinds that are not there
     * @param isMistaken whether its address could not be read
     */
    private record Known(List<RegistrySettings> settings, Set<String> missing, boolean isMistaken) {}

    /**
     * What an element uses.
     *
     * @param registries in the order in which they are named or written
     * @param isMistaken whether one is missing because of a mistake that is reported already
     */
    record Choice(List<RegistrySettings> registries, boolean isMistaken) {}

    RegistryResolver(ConfigModel model, Problems problems, OutsideSettings outside, RegistryKinds kinds) {
        this.model = model;
        this.problems = problems;
        this.outside = outside;
        this.kinds = kinds;
    }

    /** Looks at all registries anew, and warns of those of a kind that is not there. */
    void checkAll() {
        known.clear();
        List<CheckedElement> all = model.all(ElementKind.REGISTRY);
        implied = all.isEmpty() ? model.implied(ElementKind.REGISTRY, "address") : null;
        for (CheckedElement registry : all) {
            known(registry).missing().forEach(kind -> problems.add(kinds.warning(registry, kind, UNTIL_USED)));
        }
    }

    /** Whether the element says that there is no registry. */
    static boolean isNone(CheckedElement registry) {
        String address = registry.textOrNull("address");
        return address != null && RegistryAddress.isNone(address);
    }

    /** The registries of a reference or service, whose defaults are in {@code defaults}. */
    Choice choose(CheckedElement element, @Nullable CheckedElement defaults) {
        List<RegistrySettings> registries = new ArrayList<>();
        boolean mistaken = false;
        for (@Nullable CheckedElement registry : elements(element, defaults)) {
            if (registry == null) {
                mistaken = true;
                continue;
            }
            Known found = known(registry);
            found.missing().forEach(kind -> problems.add(kinds.error(registry, kind)));
            mistaken |= found.isMistaken() || !found.missing().isEmpty();
            registries.addAll(found.settings());
        }
        return new Choice(registries, mistaken);
    }

    /** The elements; null stands for one that is named and not there. */
    private List<@Nullable CheckedElement> elements(CheckedElement element, @Nullable CheckedElement defaults) {
        List<@Nullable CheckedElement> found = new ArrayList<>();
        AttributeValue named = named(element, defaults);
        if (named.isSet()) {
            for (String id : named.asItems()) {
                if (!RegistryAddress.isNone(id)) {
                    found.add(model.named(ElementKind.REGISTRY, id));
                }
            }
            return found;
        }
        if (implied != null) {
            found.add(implied);
        }
        model.all(ElementKind.REGISTRY).stream()
                .filter(registry -> !registry.isMistaken("default") && registry.flag("default", true))
                .forEach(found::add);
        return found;
    }

    private AttributeValue named(CheckedElement element, @Nullable CheckedElement defaults) {
        List<@Nullable CheckedElement> owners = new ArrayList<>();
        owners.add(element);
        owners.add(defaults);
        owners.add(model.defaultsOf(element, ElementKind.MODULE));
        owners.add(model.applicationOf(element));
        for (@Nullable CheckedElement owner : owners) {
            if (owner != null && owner.value("registry").isSet()) {
                return owner.value("registry");
            }
        }
        return new AttributeValue.Unset();
    }

    private Known known(CheckedElement registry) {
        Known found = known.get(registry);
        if (found == null) {
            found = resolve(registry);
            known.put(registry, found);
        }
        return found;
    }

    private Known resolve(CheckedElement registry) {
        String written = registry.textOrNull("address");
        if (written == null) {
            return new Known(List.of(), Set.of(), true);
        }
        List<RegistrySettings> settings = new ArrayList<>();
        Set<String> missing = new LinkedHashSet<>();
        for (RegistryAddress address : RegistryAddress.all(written)) {
            String kind = RegistryKinds.of(registry, address);
            if (kinds.isThere(kind)) {
                settings.add(settings(registry, kind, address, settings.size() + 1));
            } else {
                missing.add(kind);
            }
        }
        return new Known(settings, missing, false);
    }

    /** {@code number}: which address of the element it is, from 1. */
    private RegistrySettings settings(CheckedElement registry, String kind, RegistryAddress address, int number) {
        AddressLayer ofAddress = new AddressLayer(registry, address, problems);
        Ranks ranks = new Ranks(List.of(registry, ofAddress));
        Map<String, String> parameters = new HashMap<>(ofAddress.parameters());
        parameters.putAll(registry.parameters());
        List<String> hosts = address.hostsWithPort(kind, ranks.pick("port"));
        String group = ranks.textOrNull("group");
        AttributeValue weight = ranks.pick("weight");
        AttributeValue forks = ranks.pick("forks");
        String application = application();
        return new RegistrySettings(
                number == 1 ? registry.id() : registry.id() + "#" + number,
                kind,
                hosts,
                ranks.textOrNull("username"),
                ranks.textOrNull("password"),
                group,
                ranks.whole(
                        "timeout", kind.equals(RegistryKinds.ZOOKEEPER) ? ZOOKEEPER_TIMEOUT_MILLIS : TIMEOUT_MILLIS),
                ranks.whole("session", SESSION_MILLIS),
                new CacheFile(outside.home(), application, kind, hosts, group).path(ranks.textOrNull("file"), number),
                ranks.flag("check", true),
                ranks.flag("register", true),
                ranks.flag("subscribe", true),
                ranks.flag("dynamic", true),
                ranks.flag("default", true),
                Set.copyOf(ranks.items("accepts")),
                ranks.flag("simplified", false),
                Set.copyOf(ranks.items("extra-keys")),
                ranks.textOrNull("zone"),
                weight.isSet() ? Math.toIntExact(weight.asWhole()) : null,
                ranks.flag("preferred", false),
                ranks.flag("use-as-config-center", true),
                ranks.textOrNull("cluster"),
                forks.isSet() ? Math.toIntExact(forks.asWhole()) : null,
                parameters,
                ranks.origins());
    }

    /** Warns of clusters of registries that another one of the same reference overrules. */
    void checkClusters(List<RegistrySettings> together) {
        RegistrySettings deciding = null;
        for (int i = together.size() - 1; i >= 0; i--) {
            RegistrySettings registry = together.get(i);
            String cluster = registry.cluster();
            if (cluster == null) {
                continue;
            }
            if (deciding == null) {
                deciding = registry;
            } else if (!cluster.equals(deciding.cluster())) {
                problems.add(ConfigErrors.suspicious(
                        registry.origins().getOrDefault("cluster", Origin.BUILT_IN),
                        cluster,
                        "where it stands before registry " + deciding.id() + ", whose cluster \"" + deciding.cluster()
                                + "\" counts: of several registries the last one decides"));
            }
        }
    }

    private String application() {
        CheckedElement application = model.application();
        String name = application == null ? null : application.textOrNull("name");
        return name == null ? "" : name;
    }
}
