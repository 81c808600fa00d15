// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The protocols under which a service is exported. */
final class ServiceProtocols {
    private final ConfigModel model;
    private final Problems problems;

    ServiceProtocols(ConfigModel model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    /** The protocols of a service: those it names, else those its provider names, else the default ones. */
    List<CheckedElement> elements(CheckedElement service, @Nullable CheckedElement provider) {
        AttributeValue named = service.value("protocol");
        boolean byProvider =
                !named.isSet() && provider != null && provider.value("protocol").isSet();
        if (!named.isSet() && !byProvider) {
            List<CheckedElement> defaults = model.defaults(ElementKind.PROTOCOL);
            return defaults.isEmpty() ? List.of(implied("dubbo")) : defaults;
        }
        CheckedElement owner = byProvider && provider != null ? provider : service;
        List<String> names = owner.value("protocol").asItems();
        List<CheckedElement> found = new ArrayList<>();
        for (String name : names) {
            CheckedElement element = model.named(ElementKind.PROTOCOL, name);
            if (element != null) {
                found.add(element);
            } else if (name.equals("dubbo") || (byProvider && isProtocol(name))) {
                found.add(implied(name));
            } else {
                model.reportMissing(owner.origin("protocol"), String.join(",", names), name, ElementKind.PROTOCOL);
            }
        }
        return found;
    }

    /** Whether Dubbo has a protocol of this name; whether Tern has it too is another question. */
    private static boolean isProtocol(String name) {
        return AttributeCatalog.standard()
                .find(ElementKind.PROTOCOL, "name")
                .orElseThrow()
                .legalNames()
                .contains(name);
    }

    private CheckedElement implied(String name) {
        return model.checked(ProtocolResolver.implied(name));
    }

    /** What {@code contextpath} puts in front of the path, with a slash behind it; empty if there is none. */
    String contextPath(List<CheckedElement> protocolElements, @Nullable CheckedElement provider) {
        String prefix = null;
        for (CheckedElement protocol : protocolElements) {
            Ranks ranks = new Ranks(provider == null ? List.of(protocol) : List.of(protocol, provider));
            String own = ranks.text("contextpath", "").replaceAll("^/+|/+$", "");
            if (prefix != null && !prefix.equals(own)) {
                problems.add(ConfigErrors.contradiction(
                        protocol.origin("contextpath"),
                        own,
                        "the contextpath \"" + prefix
                                + "\" of another protocol of the same service, which has one path;"
                                + " write the same one, or one service for each protocol"));
            }
            prefix = own;
        }
        return prefix == null || prefix.isEmpty() ? "" : prefix + "/";
    }
}
