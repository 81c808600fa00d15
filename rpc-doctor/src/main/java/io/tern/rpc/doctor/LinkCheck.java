// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Mistakes that only all elements together show: ids, defaults, what is missing. What may lie in a file that was not read is none. */
final class LinkCheck {
    private static final List<ElementKind> WITH_ONE_DEFAULT =
            List.of(ElementKind.CONSUMER, ElementKind.PROVIDER, ElementKind.MODULE);
    private static final Map<String, ElementKind> LINKS = Map.of(
            "registry", ElementKind.REGISTRY,
            "protocol", ElementKind.PROTOCOL,
            "consumer", ElementKind.CONSUMER,
            "provider", ElementKind.PROVIDER,
            "module", ElementKind.MODULE);

    private final Model model;
    private final Map<ResolvedElement, List<Finding>> mistakes = new LinkedHashMap<>();

    private LinkCheck(Model model) {
        this.model = model;
    }

    /**
     * The mistakes, by element.
     *
     * @param isComplete whether all files were read that others name
     */
    static Map<ResolvedElement, List<Finding>> mistakes(Model model, boolean isComplete) {
        LinkCheck check = new LinkCheck(model);
        model.all().forEach(check::checkRequired);
        check.checkIds();
        WITH_ONE_DEFAULT.forEach(check::checkOneDefault);
        if (isComplete) {
            model.all().forEach(check::checkLinks);
            model.all(ElementKind.REFERENCE).forEach(check::checkDestination);
        }
        return check.mistakes;
    }

    /** Whether elements are there that need an application, and none is. */
    static boolean isApplicationMissing(Model model, boolean isComplete) {
        boolean needed = !model.all(ElementKind.SERVICE).isEmpty()
                || !model.all(ElementKind.REFERENCE).isEmpty();
        boolean given = model.keys().stream().anyMatch(key -> key.isAbout(ElementKind.APPLICATION, "name"));
        return isComplete
                && needed
                && !given
                && model.all(ElementKind.APPLICATION).isEmpty();
    }

    private void checkRequired(ResolvedElement element) {
        for (AttributeSpec spec : AttributeCatalog.standard().attributesOf(element.kind())) {
            Placeholders.Resolved written = element.resolved(spec.name());
            boolean blank =
                    written == null || (!written.isOpen() && written.text().isBlank());
            boolean mayBeBlank = written != null && element.kind() == ElementKind.PARAMETER;
            if (blank && !mayBeBlank && model.text(element, spec.name()) == null) {
                AttributeCheck.ofAbsent(spec, element.element().origin(spec.name()))
                        .ifPresent(problem -> add(element, element.place(), spec.name(), problem));
            }
        }
        boolean hasImplementation = element.kind() != ElementKind.SERVICE
                || element.resolved("ref") != null
                || element.resolved("class") != null;
        if (!hasImplementation) {
            add(
                    element,
                    element.place(),
                    "ref",
                    ConfigErrors.missing(element.element().origin("ref"), "the id of the bean that serves"));
        }
    }

    private void checkIds() {
        Map<String, ResolvedElement> first = new LinkedHashMap<>();
        model.all().forEach(element -> {
            String id = element.text("id");
            ResolvedElement known = id == null ? null : first.putIfAbsent(id, element);
            if (id == null || known == null) {
                return;
            }
            if (canBeTogether(known, element)) {
                Origin other = known.element().origin(null);
                add(
                        element,
                        written(element, "id"),
                        "id",
                        ConfigErrors.duplicate(
                                element.element().origin("id"),
                                id,
                                new Origin(
                                        other.element(),
                                        other.id(),
                                        null,
                                        known.place().toString())));
            }
        });
    }

    /** Elements of different profiles are seldom in one context. */
    private static boolean canBeTogether(ResolvedElement one, ResolvedElement other) {
        return one.found().profiles().isEmpty()
                || other.found().profiles().isEmpty()
                || one.found().profiles().equals(other.found().profiles());
    }

    private void checkOneDefault(ElementKind kind) {
        List<ResolvedElement> defaults =
                model.all(kind).stream().filter(Model::isDefault).toList();
        for (ResolvedElement second : defaults.subList(Math.min(1, defaults.size()), defaults.size())) {
            ResolvedElement first = defaults.get(0);
            if (canBeTogether(first, second)) {
                Origin other = first.element().origin(null);
                add(
                        second,
                        second.place(),
                        "default",
                        ConfigErrors.secondDefault(
                                second.element().origin("default"),
                                new Origin(
                                        other.element(),
                                        other.id(),
                                        null,
                                        first.place().toString())));
            }
        }
    }

    private void checkLinks(ResolvedElement element) {
        LINKS.forEach((attribute, kind) -> {
            AttributeSpec spec =
                    AttributeCatalog.standard().find(element.kind(), attribute).orElse(null);
            // Where the attribute names something else, such as the protocol of a registry, it is no link.
            if (spec == null || !isLink(spec) || element.isOpen(attribute) || element.resolved(attribute) == null) {
                return;
            }
            List<String> ids = element.text(attribute) == null ? List.of() : model.ids(element, attribute);
            for (String id : ids) {
                // The name of a protocol stands for a protocol that nobody has written.
                if (model.named(kind, id).isEmpty() && !model.isMadeByKey(kind, id) && !isProtocolName(kind, id)) {
                    add(
                            element,
                            written(element, attribute),
                            attribute,
                            ConfigErrors.missingBean(
                                    element.element().origin(attribute),
                                    String.valueOf(element.text(attribute)),
                                    id,
                                    kind.qualifiedName(),
                                    model.idsOf(kind)));
                }
            }
        });
    }

    private static boolean isLink(AttributeSpec spec) {
        return switch (spec.type().form()) {
            case BEAN, BEANS -> true;
            default -> false;
        };
    }

    private static boolean isProtocolName(ElementKind kind, String id) {
        return kind == ElementKind.PROTOCOL
                && AttributeCatalog.standard()
                        .find(ElementKind.PROTOCOL, "name")
                        .filter(spec -> spec.legalNames().contains(id))
                        .isPresent();
    }

    private void checkDestination(ResolvedElement reference) {
        boolean hasRegistry = !model.all(ElementKind.REGISTRY).isEmpty()
                || model.keys().stream().anyMatch(key -> key.isAbout(ElementKind.REGISTRY, "address"));
        String type = reference.text("interface");
        boolean isServedHere = model.all(ElementKind.SERVICE).stream()
                .filter(service -> !"remote".equals(service.text("scope")))
                .anyMatch(service -> type == null || type.equals(service.text("interface")));
        boolean addressed = reference.resolved("url") != null || model.text(reference, "url") != null;
        if (!hasRegistry && !addressed && !(isServedHere && callsInsideTheProcess(reference))) {
            ConfigProblem problem =
                    ConfigErrors.nowhereToCall(reference.element().origin(null));
            add(reference, reference.place(), "url", problem);
        }
    }

    private static boolean callsInsideTheProcess(ResolvedElement reference) {
        return !"remote".equals(reference.text("scope")) && !reference.isFalse("injvm");
    }

    private static Place written(ResolvedElement element, String attribute) {
        FoundElement.@Nullable Written written = element.found().attributes().get(attribute);
        return written == null ? element.place() : written.place();
    }

    private void add(ResolvedElement element, Place place, String subject, ConfigProblem problem) {
        mistakes.computeIfAbsent(element, key -> new ArrayList<>())
                .add(new Finding(Verdict.MISTAKE, place, subject, Sentence.withCode(problem)));
    }
}
