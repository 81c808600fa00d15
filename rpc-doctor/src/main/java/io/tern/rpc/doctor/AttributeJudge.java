// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges one attribute by the check that a start makes, and by what is known of the application's own extensions. */
final class AttributeJudge {
    private static final String HIDDEN = "***";
    private static final AttributeSpec TRACING =
            AttributeCatalog.standard().find(ElementKind.TRACING, "enabled").orElseThrow();
    /** Attributes that name extensions, with Dubbo's extension points for them. */
    private static final Map<String, String> POINTS = Map.of(
            "cluster", "Cluster", "loadbalance", "LoadBalance", "proxy", "ProxyFactory", "validation", "Validation");

    private final Differences differences;
    private final ExtensionFiles extensions;
    private final Set<String> beans;
    private final Map<TernModule, String> modules;

    /**
     * A judge of attributes.
     *
     * @param beans names of Spring's own beans
     * @param modules gets those that are needed, each with the reason
     */
    AttributeJudge(
            Differences differences, ExtensionFiles extensions, Set<String> beans, Map<TernModule, String> modules) {
        this.differences = differences;
        this.extensions = extensions;
        this.beans = beans;
        this.modules = modules;
    }

    /**
     * One written attribute.
     *
     * @param origin for messages
     * @param isUsed whether a service or reference uses the element
     */
    record Written(
            AttributeSpec spec,
            String subject,
            Placeholders.Resolved value,
            Place place,
            Origin origin,
            boolean isUsed) {
        private Finding finding(Verdict verdict, String note) {
            return new Finding(verdict, place, subject, note);
        }

        /** Whether it wants connections to be encrypted. */
        private boolean asksForEncryption() {
            if (spec.element() == ElementKind.SSL) {
                return spec.name().endsWith("-path");
            }
            return spec.name().equals("ssl-enabled")
                    && !value.isOpen()
                    && value.text().strip().equalsIgnoreCase("true");
        }

        /** Whether it wants arguments to be checked. */
        private boolean asksForChecks() {
            return spec.name().equals("validation")
                    && !value.isOpen()
                    && !value.text().strip().matches("(?i)|false|0|null|N/A");
        }

        /** Whether it wants calls to be traced. */
        private boolean asksForTraces() {
            return spec.equals(TRACING)
                    && !value.isOpen()
                    && value.text().strip().matches("(?i)true|yes|on|1");
        }
    }

    /** The attribute as it is written, without a password. */
    static String subject(String name, AttributeSpec spec, String raw) {
        return name + " = " + (spec.isSecret() ? '"' + HIDDEN + '"' : ConfigErrors.quote(raw));
    }

    Finding judge(Written written) {
        Finding finding = written.value().isOpen() ? open(written) : checked(written);
        if (written.asksForChecks() && !finding.verdict().needsWork()) {
            modules.putIfAbsent(TernModule.VALIDATION, "validation in " + finding.place());
        }
        if (written.asksForTraces() && !finding.verdict().needsWork()) {
            modules.putIfAbsent(TernModule.TRACING, "tracing in " + finding.place());
        }
        if (written.asksForEncryption() && !finding.verdict().needsWork()) {
            modules.putIfAbsent(TernModule.REMOTING_TLS, written.spec().name() + " in " + finding.place());
        }
        String value = Placeholders.note(written.value(), written.spec().isSecret());
        if (value.isEmpty()) {
            return finding;
        }
        String note = finding.note().isEmpty() ? value : value + "; " + finding.note();
        return new Finding(finding.verdict(), finding.place(), finding.subject(), note);
    }

    private static Finding open(Written written) {
        AttributeSpec spec = written.spec();
        return switch (spec.treatment()) {
            case IGNORED, PUBLISHED -> written.finding(Verdict.IGNORED, spec.reason());
            case REFUSED -> written.finding(Verdict.NOT_SUPPORTED, spec.reason());
            default -> written.finding(Verdict.PLACEHOLDER, "legal is " + spec.legal());
        };
    }

    private Finding checked(Written written) {
        AttributeSpec spec = written.spec();
        String text = written.value().text();
        String point = POINTS.get(spec.name());
        Set<String> names = point == null ? Set.of() : extensions.names(point);
        AttributeCheck check = AttributeCheck.of(spec, text, written.origin(), names);
        Optional<ConfigProblem> error =
                check.problems().stream().filter(ConfigProblem::isError).findFirst();
        if (error.isPresent()) {
            boolean refused = error.get().code() == ConfigCode.CFG_16;
            return refused
                    ? written.finding(Verdict.NOT_SUPPORTED, Sentence.reason(error.get()))
                    : written.finding(Verdict.MISTAKE, Sentence.withCode(error.get()));
        }
        ConfigProblem whenUsed = check.whenUsed();
        if (whenUsed != null) {
            String reason = Sentence.reason(whenUsed);
            return written.isUsed()
                    ? written.finding(Verdict.NOT_SUPPORTED, reason)
                    : written.finding(Verdict.IGNORED, "no service or reference in these files uses it; " + reason);
        }
        if (point != null && names.contains(text.strip()) && !spec.legalNames().contains(text.strip())) {
            return written.finding(
                    Verdict.NOT_SUPPORTED,
                    extensions.find(point, text.strip()).orElseThrow().cure());
        }
        return switch (spec.name()) {
            case "filter" ->
                named(
                        written,
                        check,
                        List.of("Filter", "ClusterFilter"),
                        "filters of Dubbo do not run here: implement "
                                + "io.tern.rpc.spi.Filter, as a Spring bean with this id or named in META-INF/services");
            case "listener" -> listeners(written, check);
            case "router" -> routers(written, check);
            default -> accepted(written, check);
        };
    }

    private Finding accepted(Written written, AttributeCheck check) {
        AttributeSpec spec = written.spec();
        String note = check.problems().isEmpty()
                ? ""
                : Sentence.reason(check.problems().get(0));
        return switch (check.treatment()) {
            case IGNORED, PUBLISHED -> written.finding(Verdict.IGNORED, note);
            default -> {
                Optional<String> difference = check.value().isSet()
                        ? differences.of(
                                spec.element(), spec.name(), written.value().text())
                        : Optional.empty();
                String blank = check.treatment() == Treatment.UNSET && note.isEmpty() ? "counts as not written" : note;
                yield difference
                        .map(text -> written.finding(Verdict.BETTER, text))
                        .orElseGet(() -> written.finding(Verdict.SAME, blank));
            }
        };
    }

    private Finding listeners(Written written, AttributeCheck check) {
        boolean ofReference = List.of(ElementKind.REFERENCE, ElementKind.CONSUMER)
                .contains(written.spec().element());
        return named(
                written,
                check,
                List.of(ofReference ? "InvokerListener" : "ExporterListener"),
                "listeners of Dubbo are not called here: implement io.tern.rpc.spi."
                        + (ofReference ? "ReferenceListener" : "ServiceListener")
                        + ", as a Spring bean with this id or named in META-INF/services");
    }

    /** Routers go by a name of their own, so only those of an extension file are known not to be there. */
    private Finding routers(Written written, AttributeCheck check) {
        for (String name : check.value().isSet() ? check.value().asItems() : List.<String>of()) {
            for (String point : List.of("RouterFactory", "StateRouterFactory")) {
                Optional<ExtensionFiles.Extension> extension = extensions.find(point, name);
                if (extension.isPresent()) {
                    return written.finding(
                            Verdict.NOT_SUPPORTED,
                            whatItIs(name, extension.get()) + "; "
                                    + extension.get().cure());
                }
            }
        }
        return accepted(written, check);
    }

    /** Names of code: of Dubbo's, which is not there, of an extension, or of a bean. */
    private Finding named(Written written, AttributeCheck check, List<String> points, String cure) {
        List<String> notes = new ArrayList<>();
        for (String name : check.value().isSet() ? check.value().asItems() : List.<String>of()) {
            if (!name.startsWith("-") && !name.equals("default") && !beans.contains(name)) {
                notes.add(points.stream()
                        .flatMap(point -> extensions.find(point, name).stream())
                        .findFirst()
                        .map(extension -> whatItIs(name, extension))
                        .orElse(name + " is no bean of these files"));
            }
        }
        return notes.isEmpty()
                ? accepted(written, check)
                : written.finding(Verdict.NOT_SUPPORTED, String.join("; ", notes) + "; " + cure);
    }

    private static String whatItIs(String name, ExtensionFiles.Extension extension) {
        return name + " is " + extension.type() + " in " + extension.place();
    }
}
