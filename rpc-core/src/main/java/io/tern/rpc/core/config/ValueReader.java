// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import io.tern.rpc.config.Origin;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the text of an attribute into a typed value, by the attribute's form alone. */
final class ValueReader {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_FILE = 4096;

    /** Longer texts could exhaust the stack in the expression for class names. */
    private static final int LONGEST_CLASS_NAME = 1000;

    private static final int MOST_DIGITS = 40;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1," + MOST_DIGITS + "}");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]{1," + MOST_DIGITS + "}(\\.[0-9]{1," + MOST_DIGITS + "})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._/$-]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern IDENTIFIER =
            Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*");
    private static final Pattern CLASS_NAME = Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");
    private static final String DEFAULT = "default";

    private final AttributeSpec spec;
    private final String shown;
    private final Origin origin;

    /**
     * A reader for one attribute.
     *
     * @param shown the text as messages may show it
     */
    ValueReader(AttributeSpec spec, String shown, Origin origin) {
        this.spec = spec;
        this.shown = shown;
        this.origin = origin;
    }

    /**
     * What was read: the value and the texts by which the rules are looked up (the items of a list, the schemes of addresses), or the problem.
     */
    record Reading(
            AttributeValue value,
            List<String> subjects,
            @Nullable ConfigProblem problem) {}

    Reading read(String text) {
        AttributeForm form = spec.type().form();
        return switch (form) {
            case ID, BEAN, FREE, RAW, CHOICE -> text(text);
            case KEYWORD -> text(canonical(text));
            case NAME -> matching(NAME, LONGEST_NAME, text);
            case PATH -> matching(PATH, LONGEST_NAME, text);
            case HOST -> matching(HOST, LONGEST_NAME, text);
            case TEXT, SECRET -> printable(LONGEST_NAME, text);
            case FILE -> printable(LONGEST_FILE, text);
            case FLAG_OR_FILE -> isTrueOrDefault(text) ? flag(true) : printable(LONGEST_FILE, text);
            case SECRET_OR_FLAG -> isTrueOrDefault(text) ? flag(true) : matching(NAME, LONGEST_NAME, text);
            case CLASS_OR_FLAG -> isTrueOrDefault(text) ? flag(true) : matching(CLASS_NAME, LONGEST_CLASS_NAME, text);
            case CLASS -> matching(CLASS_NAME, LONGEST_CLASS_NAME, text);
            case METHOD -> matching(IDENTIFIER, LONGEST_CLASS_NAME, text);
            case CALLBACK -> callback(text);
            case BEANS, CHOICES -> items(null, Integer.MAX_VALUE, text);
            case NAMES -> items(NAME, LONGEST_NAME, text);
            case CLASSES, PACKAGES -> items(CLASS_NAME, LONGEST_CLASS_NAME, text);
            case PORT, INT, MILLIS, SECONDS, BYTES -> whole(text);
            case DECIMAL -> decimal(text);
            case FLAG -> flag(text);
            case FLAG_OR_MILLIS -> flagOrMillis(text);
            case REGISTRY_URL, URLS -> addresses(text);
            case CHARSET -> charset(text);
        };
    }

    private static Reading read(AttributeValue value, String subject) {
        return new Reading(value, List.of(subject), null);
    }

    private static Reading text(String text) {
        return read(new AttributeValue.Text(text), text);
    }

    private static Reading flag(boolean on) {
        return read(new AttributeValue.Flag(on), Boolean.toString(on));
    }

    private Reading malformed() {
        ConfigCode code = spec.type().form().codes().iterator().next();
        return failed(ConfigErrors.malformed(code, origin, shown, spec.legal()));
    }

    private static Reading failed(ConfigProblem problem) {
        return new Reading(new AttributeValue.Unset(), List.of(), problem);
    }

    /** A value that a rule names, such as the asterisk for any version, need not keep the characters of names. */
    private Reading matching(Pattern pattern, int longest, String text) {
        boolean legal = text.length() <= longest && pattern.matcher(text).matches();
        return legal || isNamedByRule(text) ? text(text) : malformed();
    }

    private Reading printable(int longest, String text) {
        return text.length() <= longest && !CONTROL.matcher(text).find() ? text(text) : malformed();
    }

    private Reading callback(String text) {
        int dot = text.lastIndexOf('.');
        boolean legal = dot > 0 && IDENTIFIER.matcher(text.substring(dot + 1)).matches();
        return legal ? text(text) : malformed();
    }

    private Reading items(@Nullable Pattern pattern, int longest, String text) {
        List<String> items = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        for (String item : items) {
            if (pattern != null
                    && (item.length() > longest || !pattern.matcher(item).matches())) {
                return malformed();
            }
        }
        return items.isEmpty()
                ? new Reading(new AttributeValue.Unset(), List.of(), null)
                : new Reading(new AttributeValue.Items(items), items, null);
    }

    private Reading whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return malformed();
        }
        BigInteger number = new BigInteger(text);
        boolean named = isNamedByRule(number.toString());
        if (number.bitLength() >= Long.SIZE || !(named || spec.type().contains(number.longValue()))) {
            return failed(ConfigErrors.outOfRange(origin, shown, spec.legal()));
        }
        return read(new AttributeValue.Whole(number.longValue()), number.toString());
    }

    private Reading decimal(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return malformed();
        }
        BigDecimal number = new BigDecimal(text);
        boolean legal = number.compareTo(BigDecimal.valueOf(spec.type().lowest())) >= 0
                && number.compareTo(BigDecimal.valueOf(spec.type().highest())) <= 0;
        return legal
                ? read(new AttributeValue.Decimal(number.doubleValue()), text)
                : failed(ConfigErrors.outOfRange(origin, shown, spec.legal()));
    }

    private Reading flag(String text) {
        Boolean said = FlagWord.of(text);
        return said == null ? malformed() : flag(said);
    }

    /** 0 and 1 are numbers here; 0 milliseconds switches off. */
    private Reading flagOrMillis(String text) {
        if (WHOLE.matcher(text).matches()) {
            Reading reading = whole(text);
            boolean zero = reading.value() instanceof AttributeValue.Whole whole && whole.number() == 0;
            return zero ? read(new AttributeValue.Off(), text) : reading;
        }
        Reading reading = flag(text);
        boolean off = reading.value() instanceof AttributeValue.Flag flag && !flag.on();
        return off ? read(new AttributeValue.Off(), text) : reading;
    }

    private Reading addresses(String text) {
        boolean direct = spec.type().form() == AttributeForm.URLS;
        if (!direct && isNamedByRule(text)) {
            return text(text);
        }
        AddressSyntax syntax = direct ? AddressSyntax.ofProviders(text) : AddressSyntax.ofRegistry(text);
        List<String> schemes = syntax.schemes();
        Optional<String> unknown = direct
                ? schemes.stream().filter(scheme -> !isNamedByRule(scheme)).findFirst()
                : Optional.empty();
        if (unknown.isPresent()) {
            String fault = "has the unknown protocol " + unknown.get();
            return failed(ConfigErrors.badAddress(origin, shown, fault, spec.legal()));
        }
        boolean provided = schemes.stream().allMatch(spec.valuesWith(Treatment.EFFECTIVE)::contains);
        if (syntax.fault() != null && (provided || !direct)) {
            return failed(ConfigErrors.badAddress(origin, shown, syntax.fault(), spec.legal()));
        }
        AttributeValue value = direct ? new AttributeValue.Items(syntax.addresses()) : new AttributeValue.Text(text);
        return new Reading(value, schemes, null);
    }

    private Reading charset(String text) {
        try {
            return Charset.isSupported(text) ? text(Charset.forName(text).name()) : malformed();
        } catch (IllegalCharsetNameException e) {
            return malformed();
        }
    }

    private String canonical(String text) {
        return spec.legalNames().stream()
                .filter(text::equalsIgnoreCase)
                .findFirst()
                .orElse(text);
    }

    private boolean isNamedByRule(String text) {
        return spec.rules().stream().anyMatch(rule -> rule.names(text, true));
    }

    private static boolean isTrueOrDefault(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase(DEFAULT);
    }
}
