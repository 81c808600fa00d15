// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.ConfigCenterSettings;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of the configuration centre, from which rules are read and properties are not. */
final class ConfigCenterResolver {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String CONFIG_FILE = "config-file";

    private final ConfigModel model;
    private final Problems problems;
    private final RegistryKinds kinds;

    ConfigCenterResolver(ConfigModel model, Problems problems, RegistryKinds kinds) {
        this.model = model;
        this.problems = problems;
        this.kinds = kinds;
    }

    /** The settings of the one element; null if there is none, or, with the mistake noted, if they cannot be made. */
    @Nullable
    ConfigCenterSettings resolve() {
        List<CheckedElement> all = model.all(ElementKind.CONFIG_CENTER);
        if (all.isEmpty()) {
            return null;
        }
        for (CheckedElement further : all.subList(1, all.size())) {
            problems.add(ConfigErrors.notYetEffective(
                    further.origin("address"),
                    String.valueOf(further.textOrNull("address")),
                    "rules are read from one configuration centre, the first"));
        }
        return resolve(all.get(0));
    }

    private @Nullable ConfigCenterSettings resolve(CheckedElement center) {
        String written = center.textOrNull("address");
        if (written == null) {
            if (!center.isMistaken("address")) {
                problems.add(ConfigErrors.missing(
                        center.written().origin("address"), "an address such as zookeeper://host:2181"));
            }
            return null;
        }
        List<RegistryAddress> addresses = RegistryAddress.all(written);
        if (addresses.isEmpty()) {
            return null;
        }
        RegistryAddress address = addresses.get(0);
        String kind = RegistryKinds.of(center, address);
        boolean check = center.flag("check", true);
        if (!kinds.isThere(kind)) {
            problems.add(check ? kinds.error(center, kind) : kinds.warning(center, kind, "its rules are not read"));
            return null;
        }
        String file = center.textOrNull(CONFIG_FILE);
        problems.add(ConfigErrors.notYetEffective(
                center.origin(CONFIG_FILE),
                file == null ? "dubbo.properties" : file,
                "rules are read from the configuration centre, properties are not"));
        return settings(center, kind, address, check);
    }

    private ConfigCenterSettings settings(CheckedElement center, String kind, RegistryAddress address, boolean check) {
        AddressLayer ofAddress = new AddressLayer(center, address, problems);
        Ranks ranks = new Ranks(List.of(center, ofAddress));
        Map<String, String> parameters = new HashMap<>(ofAddress.parameters());
        parameters.putAll(center.parameters());
        return new ConfigCenterSettings(
                kind,
                address.hostsWithPort(kind, ranks.pick("port")),
                ranks.textOrNull("username"),
                ranks.textOrNull("password"),
                ranks.textOrNull("namespace"),
                ranks.whole("timeout", TIMEOUT_MILLIS),
                check,
                parameters,
                ranks.origins());
    }
}
