// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.SettingKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges elements: attribute by attribute, parameter by parameter, and what is wrong between them. */
final class ElementJudge {
    private static final AttributeCatalog CATALOG = AttributeCatalog.standard();
    /** Parameters of Dubbo that are no attributes and have an effect here too. */
    private static final Set<String> EFFECTIVE = Set.of(
            "cache.seconds",
            "cache.size",
            "connect.timeout",
            "enable-timeout-countdown",
            "hash.arguments",
            "hash.nodes",
            "heartbeat",
            "tps.interval",
            "zone");

    private final Model model;
    private final AttributeJudge attributes;
    private final RegistryJudge registries;
    private final Map<ResolvedElement, List<Finding>> mistakes;

    /**
     * A judge of the elements of a model.
     *
     * @param registries looks at addresses once more
     * @param mistakes between elements
     */
    ElementJudge(
            Model model,
            AttributeJudge attributes,
            RegistryJudge registries,
            Map<ResolvedElement, List<Finding>> mistakes) {
        this.model = model;
        this.attributes = attributes;
        this.registries = registries;
        this.mistakes = mistakes;
    }

    /** The findings about one element and its parameters, in the order of the file; those about others inside it are not among them. */
    Block judge(ResolvedElement element) {
        List<Finding> findings = new ArrayList<>(mistakes.getOrDefault(element, List.of()));
        element.found().attributes().forEach((name, written) -> findings.add(judge(element, name, written)));
        for (ResolvedElement parameter : element.children(ElementKind.PARAMETER)) {
            findings.addAll(mistakes.getOrDefault(parameter, List.of()));
            findings.add(parameter(element, parameter));
        }
        findings.sort(Comparator.comparing(Finding::place));
        return new Block(element.place(), title(element), findings);
    }

    private static String title(ResolvedElement element) {
        String id = element.element().origin(null).id();
        String title = element.element().origin(null).element();
        String profiles = String.join(" and ", element.found().profiles());
        return title + (id == null ? "" : " \"" + id + '"') + (profiles.isEmpty() ? "" : " (profile " + profiles + ")");
    }

    private Finding judge(ResolvedElement element, String name, FoundElement.Written written) {
        AttributeSpec spec = CATALOG.find(element.kind(), name).orElse(null);
        Placeholders.Resolved value = element.resolved(name);
        if (spec == null || value == null) {
            return new Finding(
                    Verdict.MISTAKE,
                    written.place(),
                    // Without the value: a misspelt name may be that of a password.
                    name,
                    Sentence.withCode(ConfigErrors.unknownAttribute(
                            element.kind(), element.element().origin(name))));
        }
        return judge(element, spec, AttributeJudge.subject(name, spec, written.text()), written, value);
    }

    private Finding judge(
            ResolvedElement element,
            AttributeSpec spec,
            String subject,
            FoundElement.Written written,
            Placeholders.Resolved value) {
        Finding finding = attributes.judge(new AttributeJudge.Written(
                spec, subject, value, written.place(), element.element().origin(spec.name()), model.isUsed(element)));
        return RegistryJudge.isConcerned(element.kind(), spec.name()) ? registries.judge(element, finding) : finding;
    }

    /** What to say of a parameter that is no attribute. */
    static String noteOfParameter(String name) {
        return name.equals("tps")
                ? "each method counts for itself; in Dubbo one count is for all of the service"
                : EFFECTIVE.contains(name) ? "" : "carried along for filters and peers";
    }

    /** A parameter with the name of an attribute stands for it; others are carried along. */
    private Finding parameter(ResolvedElement element, ResolvedElement parameter) {
        FoundElement.Written key = parameter.found().attributes().get("key");
        FoundElement.Written value = parameter.found().attributes().get("value");
        Placeholders.Resolved name = parameter.resolved("key");
        Placeholders.Resolved text = parameter.resolved("value");
        if (key == null
                || value == null
                || name == null
                || text == null
                || name.text().isBlank()) {
            String note = name != null && name.text().isBlank() ? "a parameter without a key has no effect" : "";
            return new Finding(Verdict.IGNORED, parameter.place(), "parameter", note);
        }
        Optional<AttributeSpec> spec =
                SettingKey.ofParameter(element.kind(), name.text().strip());
        String subject = "parameter "
                + (spec.filter(AttributeSpec::isSecret).isPresent()
                        ? AttributeJudge.subject(name.text().strip(), spec.get(), value.text())
                        : ConfigErrors.quote(key.text().strip() + "=" + value.text()));
        if (spec.isPresent() && element.resolved(spec.get().name()) == null) {
            return judge(element, spec.get(), subject, value, text);
        }
        String note = spec.isPresent()
                ? "the attribute of this name counts"
                : noteOfParameter(name.text().strip());
        return new Finding(Verdict.SAME, value.place(), subject, note);
    }
}
