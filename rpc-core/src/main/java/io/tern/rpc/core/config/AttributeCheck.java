// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import io.tern.rpc.config.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of checking one attribute of one element: a pure function of the text and the attribute's description. References to other things
 * (beans, classes, methods) are not followed.
 *
 * @param value the typed value; {@link AttributeValue.Unset} when it is blank, means the same as blank, or is wrong
 * @param treatment what this release does with the value
 * @param problems mistakes and warnings, in that order of interest; empty when all is well
 * @param whenUsed the error to report as soon as a service or reference uses the element, or null
 */
public record AttributeCheck(
        AttributeValue value,
        Treatment treatment,
        List<ConfigProblem> problems,
        @Nullable ConfigProblem whenUsed) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^:}]*)");
    private static final String HIDDEN = "***";
    private static final int LONGEST_TEXT = 10_000;

    /** Nobody reads more, and each message repeats the text. */
    private static final int MOST_PROBLEMS = 10;

    public AttributeCheck {
        problems = List.copyOf(problems);
    }

    /** Checks an attribute that takes no names of user extensions. */
    public static AttributeCheck of(AttributeSpec spec, String raw, Origin origin) {
        return of(spec, raw, origin, Set.of());
    }

    /**
     * Checks an attribute.
     *
     * @param raw the text, with placeholders already replaced where possible
     * @param origin where it was written, including the attribute
     * @param extensions names that user extensions add to the legal ones, such as load balancers of the application
     */
    public static AttributeCheck of(AttributeSpec spec, String raw, Origin origin, Set<String> extensions) {
        String text = raw.strip();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        if (placeholder.find()) {
            return wrong(ConfigErrors.unresolvedPlaceholder(origin, placeholder.group(1)));
        }
        if (spec.type().form() == AttributeForm.RAW) {
            return new AttributeCheck(new AttributeValue.Text(raw), spec.treatment(), List.of(), null);
        }
        if (text.isEmpty()) {
            return blank(spec, origin);
        }
        if (text.length() > LONGEST_TEXT && spec.type().form() != AttributeForm.FREE) {
            return wrong(ConfigErrors.malformed(
                    ConfigCode.CFG_15,
                    origin,
                    spec.isSecret() ? HIDDEN : text,
                    "at most " + LONGEST_TEXT + " characters long"));
        }
        return new Run(spec, text, origin, extensions).outcome();
    }

    /** The problem of an element that lacks the attribute in every source, or nothing. */
    public static Optional<ConfigProblem> ofAbsent(AttributeSpec spec, Origin origin) {
        return spec.required() ? Optional.of(ConfigErrors.missing(origin, spec.legal())) : Optional.empty();
    }

    /** Whether the value is wrong or refused, so that start must fail. */
    public boolean isError() {
        return problems.stream().anyMatch(ConfigProblem::isError);
    }

    /** Whether the value has the effect it has in Dubbo. */
    public boolean isEffective() {
        return !isError() && treatment == Treatment.EFFECTIVE;
    }

    private static AttributeCheck wrong(ConfigProblem problem) {
        return new AttributeCheck(new AttributeValue.Unset(), Treatment.REFUSED, List.of(problem), null);
    }

    private static AttributeCheck blank(AttributeSpec spec, Origin origin) {
        List<ConfigProblem> warnings = spec.rules().stream()
                .filter(rule -> rule.treatment() == Treatment.SUSPICIOUS
                        && rule.values().contains(ValueRule.BLANK))
                .map(rule -> ConfigErrors.suspicious(origin, "", rule.reason()))
                .toList();
        return new AttributeCheck(new AttributeValue.Unset(), Treatment.UNSET, warnings, null);
    }

    /** One check of a text that is neither blank nor a placeholder. */
    private static final class Run {
        private final AttributeSpec spec;
        private final String text;
        private final Origin origin;
        private final Set<String> extensions;
        private final String shown;
        private final List<ConfigProblem> problems = new ArrayList<>();
        private @Nullable ConfigProblem whenUsed;
        private Treatment treatment = Treatment.EFFECTIVE;

        Run(AttributeSpec spec, String text, Origin origin, Set<String> extensions) {
            this.spec = spec;
            this.text = text;
            this.origin = origin;
            this.extensions = extensions;
            this.shown = spec.isSecret() ? HIDDEN : text;
        }

        AttributeCheck outcome() {
            if (rule(Treatment.OFF, text, true).isPresent()) {
                return new AttributeCheck(new AttributeValue.Off(), Treatment.EFFECTIVE, List.of(), null);
            }
            ValueReader.Reading reading = new ValueReader(spec, shown, origin).read(text);
            if (reading.problem() != null) {
                return wrong(reading.problem());
            }
            AttributeValue value = reading.value();
            for (String subject : reading.subjects()) {
                if (problems.size() < MOST_PROBLEMS) {
                    value = treat(subject, value);
                }
            }
            boolean failed = problems.stream().anyMatch(ConfigProblem::isError);
            return new AttributeCheck(failed ? new AttributeValue.Unset() : value, treatment, problems, whenUsed);
        }

        /** Applies the rules for one item of the value, and returns the value that remains. */
        private AttributeValue treat(String subject, AttributeValue value) {
            AttributeValue remaining = value;
            if (value instanceof AttributeValue.Whole whole) {
                remaining = treatNumber(whole);
            }
            Optional<ValueRule> rule = ruleFor(subject);
            if (rule.isEmpty() && spec.type().form().isClosed() && !extensions.contains(subject)) {
                List<String> known = new ArrayList<>(spec.legalNames());
                extensions.stream().sorted().forEach(known::add);
                problems.add(ConfigErrors.unknownName(origin, shown, subject, known));
                return remaining;
            }
            if (remaining.isSet()) {
                apply(rule.map(ValueRule::treatment).orElse(spec.treatment()), subject, reason(rule));
            }
            return remaining;
        }

        private AttributeValue treatNumber(AttributeValue.Whole whole) {
            for (ValueRule rule : spec.rules()) {
                boolean unset = rule.treatment() == Treatment.UNSET;
                if (!rule.holds(whole.number()) || !(unset || rule.treatment() == Treatment.SUSPICIOUS)) {
                    continue;
                }
                if (!rule.reason().isEmpty()) {
                    addOnce(ConfigErrors.suspicious(origin, shown, rule.reason()));
                }
                if (unset) {
                    treatment = Treatment.UNSET;
                    return new AttributeValue.Unset();
                }
            }
            return whole;
        }

        private void apply(Treatment found, String subject, String reason) {
            switch (found) {
                case PUBLISHED, IGNORED -> addOnce(ConfigErrors.withoutEffect(origin, reason));
                case REFUSED -> addOnce(ConfigErrors.notProvided(origin, shown, item(subject), reason, provided()));
                case REFUSED_WHEN_USED -> {
                    whenUsed = ConfigErrors.notProvided(origin, shown, item(subject), reason, provided());
                    addOnce(ConfigErrors.refusedWhenUsed(origin, shown, reason));
                }
                default -> {
                    return;
                }
            }
            treatment = found;
        }

        /** The item to name in a message: nothing but the item of a list is worth naming beside the text itself. */
        private String item(String subject) {
            boolean list = spec.type().form() == AttributeForm.CHOICES;
            return list ? subject : shown;
        }

        private List<String> provided() {
            return spec.valuesWith(Treatment.EFFECTIVE);
        }

        /** One warning or error of a kind for each attribute, however many items a list has. */
        private void addOnce(ConfigProblem problem) {
            if (problems.stream().noneMatch(known -> known.code() == problem.code())) {
                problems.add(problem);
            }
        }

        private String reason(Optional<ValueRule> rule) {
            return rule.map(ValueRule::reason).filter(text -> !text.isEmpty()).orElse(spec.reason());
        }

        private Optional<ValueRule> ruleFor(String subject) {
            boolean anyCase =
                    spec.type().form() != AttributeForm.CHOICE && spec.type().form() != AttributeForm.CHOICES;
            return spec.rules().stream()
                    .filter(rule -> rule.treatment() != Treatment.SUSPICIOUS && rule.treatment() != Treatment.UNSET)
                    .filter(rule ->
                            rule.names(subject, anyCase) || rule.values().contains(ValueRule.ANY))
                    .findFirst();
        }

        private Optional<ValueRule> rule(Treatment wanted, String value, boolean anyCase) {
            return spec.rules().stream()
                    .filter(rule -> rule.treatment() == wanted && rule.names(value, anyCase))
                    .findFirst();
        }
    }
}
