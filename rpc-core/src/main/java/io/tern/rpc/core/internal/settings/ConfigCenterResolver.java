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

/** Settings of the configuration centre, from which rules and, before anything else, further settings are read. */
final class ConfigCenterResolver {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String ENVIRONMENT = "include-spring-env";
    private static final String GROUP = "dubbo";
    private static final String FILE = "dubbo.properties";

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
            problems.add(ConfigErrors.suspicious(
                    further.origin("address"),
                    String.valueOf(further.textOrNull("address")),
                    "it is not asked, since rules and settings are read from one configuration centre, the first"));
        }
        return resolve(all.get(0));
    }

    /** Which items hold settings; null if there is no configuration centre, or one that cannot be read. */
    @Nullable
    CenterFiles files() {
        ConfigCenterSettings settings = resolve();
        List<CheckedElement> all = model.all(ElementKind.CONFIG_CENTER);
        if (all.isEmpty()) {
            return null;
        }
        CheckedElement center = all.get(0);
        boolean ofEnvironment = center.flag(ENVIRONMENT, false);
        if (settings == null && !ofEnvironment) {
            return null;
        }
        Ranks ranks = new Ranks(List.of(center));
        String file = ranks.text("config-file", FILE);
        return new CenterFiles(
                ofEnvironment ? null : settings,
                ranks.text("group", GROUP),
                file,
                ranks.text("app-config-file", file),
                center.flag("highest-priority", true));
    }

    private @Nullable ConfigCenterSettings resolve(CheckedElement center) {
        String written = center.textOrNull("address");
        if (written == null) {
            if (!center.isMistaken("address") && !center.flag(ENVIRONMENT, false)) {
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
