// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.ElementKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges the addresses of registries and configuration centres by their kinds, and notes the modules for them. */
final class RegistryJudge {
    /** Kinds that need no module. */
    private static final Set<String> IN_CORE = Set.of("multicast", "file");
    /** Kinds that hold the rules of operators. */
    private static final Set<String> STORES = Set.of("zookeeper", "nacos");
    /** What Dubbo takes an address for that does not say it. */
    private static final String UNSAID = "dubbo";

    private static final String CHOICE = "choose zookeeper, nacos, dns, multicast or file, or write addresses as url";

    private final Model model;
    private final Map<TernModule, String> modules;

    /** {@code modules} gets those that are needed, each with the reason. */
    RegistryJudge(Model model, Map<TernModule, String> modules) {
        this.model = model;
        this.modules = modules;
    }

    /** The finding about the address of an element, seen in the light of its kinds. */
    Finding judge(ResolvedElement element, Finding address) {
        if (address.verdict().needsWork()) {
            return address;
        }
        Finding judged = address;
        for (String kind : kinds(element)) {
            judged = judge(element, kind, judged);
        }
        return judged;
    }

    private Finding judge(ResolvedElement element, String kind, Finding finding) {
        boolean registry = element.kind() == ElementKind.REGISTRY;
        Optional<TernModule> module = TernModule.ofRegistry(kind);
        if (registry ? module.isEmpty() && !IN_CORE.contains(kind) : !STORES.contains(kind)) {
            return missing(element, kind, finding);
        }
        if (module.isPresent()) {
            modules.putIfAbsent(module.get(), kind + " in " + finding.place());
        }
        if (STORES.contains(kind) && (!registry || !element.isFalse("use-as-config-center"))) {
            modules.putIfAbsent(
                    TernModule.GOVERNANCE_YAML,
                    "rules of operators in YAML, since Dubbo 2.7; leave it out if there are none");
        }
        return module.isPresent()
                ? finding.plus("needs the module io.tern:" + module.get().artifact())
                : finding;
    }

    private Finding missing(ResolvedElement element, String kind, Finding finding) {
        if (element.kind() == ElementKind.CONFIG_CENTER) {
            boolean optional = element.isFalse("check");
            String note = "there is no configuration centre of the kind " + kind + "; its rules are not read"
                    + (optional ? "" : ": choose zookeeper or nacos, or take the element out");
            return new Finding(
                    optional ? Verdict.IGNORED : Verdict.NOT_SUPPORTED, finding.place(), finding.subject(), note);
        }
        boolean used = model.isUsed(element);
        String note = "there is no registry of the kind " + kind + "; "
                + (used ? CHOICE : "no service or reference in these files uses it");
        return new Finding(used ? Verdict.NOT_SUPPORTED : Verdict.IGNORED, finding.place(), finding.subject(), note);
    }

    /** The kinds that an element's addresses name, each once; none where the files do not say it. */
    private static Set<String> kinds(ResolvedElement element) {
        Placeholders.Resolved written = element.resolved("address");
        Set<String> kinds = new LinkedHashSet<>();
        for (String address : written == null ? new String[0] : written.text().split("[;|]", -1)) {
            String text = address.strip();
            if (text.isEmpty() || text.equalsIgnoreCase("N/A")) {
                continue;
            }
            int scheme = text.indexOf("://");
            String protocol = element.text("protocol");
            String said = scheme >= 0 ? text.substring(0, scheme) : protocol == null ? UNSAID : protocol;
            // An address that begins with a placeholder may bring its kind along.
            if (!said.contains("${") && !(scheme < 0 && protocol == null && text.startsWith("${"))) {
                kinds.add(said.toLowerCase(Locale.ROOT));
            }
        }
        return kinds;
    }

    /** The attributes whose findings this class looks at. */
    static boolean isConcerned(ElementKind kind, String attribute) {
        return List.of(ElementKind.REGISTRY, ElementKind.CONFIG_CENTER).contains(kind) && attribute.equals("address");
    }
}
