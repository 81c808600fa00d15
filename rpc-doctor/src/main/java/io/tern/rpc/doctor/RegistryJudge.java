// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SettingKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /**
     * An address that is written somewhere.
     *
     * @param protocol the kind that is written beside it; null if none is
     * @param isUsed whether a service or reference asks what is there
     */
    private record Address(
            ElementKind kind,
            String text,
            @Nullable String protocol,
            boolean isConfigCenter,
            boolean isOptional,
            boolean isUsed) {}

    /** The finding about the address of an element, seen in the light of its kinds. */
    Finding judge(ResolvedElement element, Finding finding) {
        Placeholders.Resolved written = element.resolved("address");
        return judge(
                new Address(
                        element.kind(),
                        written == null ? "" : written.text(),
                        element.text("protocol"),
                        !element.isFalse("use-as-config-center"),
                        element.isFalse("check"),
                        model.isUsed(element)),
                finding);
    }

    /** The finding about a key, which is the same if it is about no address. */
    Finding judge(Key key, String value, Finding finding) {
        SettingKey meaning = key.meaning();
        AttributeSpec spec = key.spec();
        if (meaning == null || spec == null || !isConcerned(spec.element(), spec.name())) {
            return finding;
        }
        return judge(
                new Address(
                        spec.element(),
                        value,
                        beside(meaning, "protocol"),
                        !isFalse(beside(meaning, "use-as-config-center")),
                        isFalse(beside(meaning, "check")),
                        true),
                finding);
    }

    private @Nullable String beside(SettingKey meaning, String attribute) {
        return model.keys().stream()
                .filter(key -> key.isAbout(meaning.kind(), attribute))
                .filter(key -> key.meaning() != null && key.meaning().name().equals(meaning.name()))
                .map(key -> key.entry().text().strip())
                .findFirst()
                .orElse(null);
    }

    private static boolean isFalse(@Nullable String text) {
        return text != null && ResolvedElement.isFalseWord(text);
    }

    private Finding judge(Address address, Finding finding) {
        if (finding.verdict().needsWork()) {
            return finding;
        }
        Finding judged = finding;
        for (String kind : kinds(address)) {
            judged = judge(address, kind, judged);
        }
        return judged;
    }

    private Finding judge(Address address, String kind, Finding finding) {
        boolean registry = address.kind() == ElementKind.REGISTRY;
        Optional<TernModule> module = TernModule.ofRegistry(kind);
        if (registry ? module.isEmpty() && !IN_CORE.contains(kind) : !STORES.contains(kind)) {
            return missing(address, kind, finding);
        }
        if (module.isPresent()) {
            modules.putIfAbsent(module.get(), kind + " in " + finding.place());
        }
        if (STORES.contains(kind) && (!registry || address.isConfigCenter())) {
            modules.putIfAbsent(
                    TernModule.GOVERNANCE_YAML,
                    "rules of operators in YAML, since Dubbo 2.7; leave it out if there are none");
        }
        return module.isPresent()
                ? finding.plus("needs the module io.tern:" + module.get().artifact())
                : finding;
    }

    private static Finding missing(Address address, String kind, Finding finding) {
        if (address.kind() == ElementKind.CONFIG_CENTER) {
            String note =
                    "there is no configuration centre of the kind " + kind + "; its settings and rules are not read"
                            + (address.isOptional() ? "" : ": choose zookeeper or nacos, or take the element out");
            return new Finding(
                    address.isOptional() ? Verdict.IGNORED : Verdict.NOT_SUPPORTED,
                    finding.place(),
                    finding.subject(),
                    note);
        }
        String note = "there is no registry of the kind " + kind + "; "
                + (address.isUsed() ? CHOICE : "no service or reference in these files uses it");
        return new Finding(
                address.isUsed() ? Verdict.NOT_SUPPORTED : Verdict.IGNORED, finding.place(), finding.subject(), note);
    }

    /** The kinds that the address names, each once; none where the files do not say it. */
    private static Set<String> kinds(Address address) {
        Set<String> kinds = new LinkedHashSet<>();
        String protocol = address.protocol();
        for (String part : address.text().split("[;|]", -1)) {
            String text = part.strip();
            if (text.isEmpty() || text.equalsIgnoreCase("N/A")) {
                continue;
            }
            int scheme = text.indexOf("://");
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
