// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects mistakes and warnings, so that people hear of all of them at once. Each text counts once; and that an attribute of
 * one kind of element has no effect is told for the first element that has it, not for each of hundreds.
 */
public final class Problems {
    private final Set<String> seen = new LinkedHashSet<>();
    private final Set<String> withoutEffect = new HashSet<>();
    private final List<ConfigProblem> errors = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    /** Notes a problem. */
    public void add(ConfigProblem problem) {
        if (seen.add(problem.message()) && !isKnownToHaveNoEffect(problem)) {
            (problem.isError() ? errors : warnings).add(problem);
        }
    }

    private boolean isKnownToHaveNoEffect(ConfigProblem problem) {
        boolean noEffect = problem.code() == ConfigCode.CFG_W1;
        Origin origin = problem.origin();
        // The name of the element's kind is its first word; what follows identifies the element.
        String kind = origin.element().split(" ", 2)[0];
        return noEffect && !withoutEffect.add(problem.code() + " " + kind + " " + origin.attribute());
    }

    /** Notes several problems. */
    public void addAll(Iterable<ConfigProblem> problems) {
        problems.forEach(this::add);
    }

    /** The warnings so far. */
    public List<ConfigProblem> warnings() {
        return List.copyOf(warnings);
    }

    /** Throws one exception with every mistake, if there is any, and starts afresh. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            List<String> messages = errors.stream().map(ConfigProblem::message).toList();
            seen.removeAll(messages);
            errors.clear();
            throw new RpcConfigException(messages);
        }
    }
}
