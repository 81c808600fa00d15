// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.filter;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What a comma list of names such as {@code filter="a,-b,default"} chooses. */
public final class NamedChoice {
    private static final String SHIPPED = "default";

    private NamedChoice() {}

    /**
     * The chosen ones, in order. Names keep Dubbo's meaning: in the order written, {@code -name} removes one,
     * {@code default} is the place of the shipped ones (first, if it is not written), {@code -default} removes those all.
     * Each is chosen once, at the first place where it is named.
     *
     * @param names as written
     * @param available everything that can be named, the shipped ones included
     * @param nameOf the name of one
     * @param shipped those that are chosen without being named, in order
     * @param origin where the names were written
     * @param problems gets a CFG-05 for each unknown name; {@code -name} of one that does not exist removes nothing and is
     *     none, since files remove what Dubbo has and Tern does not
     */
    public static <T> List<T> resolve(
            List<String> names,
            Collection<? extends T> available,
            Function<T, String> nameOf,
            List<? extends T> shipped,
            Origin origin,
            List<ConfigProblem> problems) {
        Map<String, T> byName = new LinkedHashMap<>();
        available.forEach(one -> byName.put(nameOf.apply(one), one));
        Set<T> chosen = new LinkedHashSet<>();
        if (!names.contains(SHIPPED)) {
            chosen.addAll(shipped);
        }
        List<String> removed = new ArrayList<>();
        for (String name : names) {
            T named = byName.get(name);
            if (name.startsWith("-")) {
                removed.add(name.substring(1));
            } else if (name.equals(SHIPPED)) {
                chosen.addAll(shipped);
            } else if (named != null) {
                chosen.add(named);
            } else {
                problems.add(ConfigErrors.unknownName(
                        origin, String.join(",", names), name, new TreeSet<>(byName.keySet())));
            }
        }
        chosen.removeIf(
                one -> removed.contains(nameOf.apply(one)) || (removed.contains(SHIPPED) && shipped.contains(one)));
        return List.copyOf(chosen);
    }
}
