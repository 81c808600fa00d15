// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.internal.accesslog.AccessLog;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds mistakes in the parameters of services. */
public final class ServiceCheck {
    private ServiceCheck() {}

    /** What is wrong with {@code tps} and with Tern's own parameters (CFG-02 to CFG-05); empty if nothing is. */
    public static List<ConfigProblem> problems(ServiceSettings service) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        String resource =
                service.origins().getOrDefault("interface", Origin.BUILT_IN).resource();
        Origin owner = new Origin("dubbo:service", service.id(), null, resource);
        List<ServiceMethodSettings> all = new ArrayList<>(service.methods().values());
        all.add(service.defaults());
        for (ServiceMethodSettings method : all) {
            CallRate.LIMIT.problem(method.parameters(), owner).ifPresent(problems::add);
            CallRate.INTERVAL.problem(method.parameters(), owner).ifPresent(problems::add);
        }
        AccessLog.problem(service.parameters(), owner).ifPresent(problems::add);
        String exceptions = service.parameters().get(ExceptionRule.EXCEPTIONS);
        List<String> known = List.of(ExceptionRule.KNOWN, ExceptionRule.ALL);
        if (exceptions != null && !exceptions.isBlank() && !known.contains(exceptions)) {
            problems.add(
                    ConfigErrors.unknownName(owner.attribute(ExceptionRule.EXCEPTIONS), exceptions, exceptions, known));
        }
        return List.copyOf(problems);
    }
}
