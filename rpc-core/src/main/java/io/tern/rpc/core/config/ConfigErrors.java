// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import io.tern.rpc.config.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The texts of all configuration problems, in one shape: code, element, what identifies it, attribute, the text found, what is legal or how to cure
 * it, and the file. Passwords inside addresses are masked here; the values of secret attributes must not be handed over.
 */
public final class ConfigErrors {
    private static final int LONGEST_QUOTE = 200;
    private static final Pattern NOT_ON_ONE_LINE = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");
    private static final List<String> SPRING_ATTRIBUTES =
            List.of("depends-on", "lazy-init", "primary", "autowire-candidate");

    private ConfigErrors() {}

    /** CFG-01: the element has no such attribute. */
    public static ConfigProblem unknownAttribute(ElementKind element, Origin origin) {
        String name = attributeOf(origin);
        AttributeCatalog catalog = AttributeCatalog.standard();
        Optional<String> nearest = catalog.nearest(element, name);
        List<ElementKind> owners = catalog.elementsWith(name);
        String cure;
        if (SPRING_ATTRIBUTES.contains(name)) {
            cure = " is not known; beans of this namespace are created and connected as the attributes init and lazy of"
                    + " dubbo:reference say";
        } else if (nearest.isPresent()) {
            cure = " is not known; did you mean " + nearest.get() + "?";
        } else if (!owners.isEmpty()) {
            cure = " is not known here; it belongs to "
                    + owners.stream().map(ElementKind::qualifiedName).collect(Collectors.joining(", "));
        } else {
            cure = " is not known; remove it, or write it as a nested dubbo:parameter";
        }
        return problem(ConfigCode.CFG_01, origin, "attribute " + name + cure);
    }

    /** CFG-01: there is no such element; the origin is that of the element around it. */
    public static ConfigProblem unknownElement(String name, Origin origin) {
        List<String> known =
                List.of(ElementKind.values()).stream().map(ElementKind::xmlName).toList();
        String cure = NearestName.of(name, known)
                .map(nearest -> "; did you mean dubbo:" + nearest + "?")
                .orElse("; the known ones are listed in docs/compatibility.md");
        return problem(ConfigCode.CFG_01, origin, "element dubbo:" + name + " is not known" + cure);
    }

    /** CFG-01: the element may not stand inside its parent; the origin is that of the element itself. */
    public static ConfigProblem misplacedElement(ElementKind element, ElementKind parent, Origin origin) {
        Collection<ElementKind> places = element.parents();
        String legal = places.stream().map(ElementKind::qualifiedName).collect(Collectors.joining(", "));
        return problem(
                ConfigCode.CFG_01,
                origin,
                "element " + element.qualifiedName() + " is not allowed inside " + parent.qualifiedName()
                        + (places.isEmpty()
                                ? "; it stands directly under the root of the file"
                                : "; it belongs into " + legal));
    }

    /** CFG-01: the element stands directly under the root of the file; the origin is that of the element itself. */
    public static ConfigProblem misplacedAtRoot(ElementKind element, Origin origin) {
        return problem(
                ConfigCode.CFG_01,
                origin,
                "element " + element.qualifiedName()
                        + " is not allowed directly under the root of the file; it belongs into "
                        + element.parents().stream()
                                .map(ElementKind::qualifiedName)
                                .collect(Collectors.joining(", ")));
    }

    /** CFG-01: an element or attribute of one namespace stands where it means nothing; the origin is that of what holds it. */
    public static ConfigProblem foreignElement(String name, Origin origin) {
        return problem(ConfigCode.CFG_01, origin, name + " is not allowed here; remove it");
    }

    /** CFG-01: an annotation stands where it means nothing; {@code cure} says where it belongs. */
    public static ConfigProblem misplacedAnnotation(Origin origin, String cure) {
        return problem(ConfigCode.CFG_01, origin, "the annotation is not allowed here; " + cure);
    }

    /** CFG-01: an annotation on a class that nobody could see before the bean was made; the origin is that of the bean. */
    public static ConfigProblem annotationSeenTooLate(Origin origin, String annotation, String type) {
        return problem(
                ConfigCode.CFG_01,
                origin,
                annotation + " of its class " + type
                        + " is seen only now, too late to offer the bean; let the @Bean method"
                        + " return the class, or write " + annotation + " on the method");
    }

    /** CFG-02 and every other wrong form: "attribute timeout = "abc" is not …". */
    public static ConfigProblem malformed(ConfigCode code, Origin origin, String found, String legal) {
        return problem(code, origin, written(origin, found) + " is not " + legal);
    }

    /** CFG-03: a number outside its range. */
    public static ConfigProblem outOfRange(Origin origin, String found, String legal) {
        return problem(ConfigCode.CFG_03, origin, written(origin, found) + " is out of range; legal is " + legal);
    }

    /** CFG-05: a name that nobody knows. */
    public static ConfigProblem unknownName(Origin origin, String found, String item, Collection<String> known) {
        String legal = known.isEmpty() ? "a known name" : "one of " + String.join(", ", known);
        String nearest = NearestName.of(item, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
        return problem(
                ConfigCode.CFG_05, origin, written(origin, found) + item(found, item) + " is not " + legal + nearest);
    }

    /** CFG-06: a required attribute is missing or blank. */
    public static ConfigProblem missing(Origin origin, String legal) {
        return problem(
                ConfigCode.CFG_06,
                origin,
                subject(origin) + " is required, and is missing or blank; legal is " + legal);
    }

    /** CFG-07: no bean or element of this id; {@code kind} says what was looked for, such as {@code dubbo:registry}. */
    public static ConfigProblem missingBean(
            Origin origin, String found, String item, String kind, Collection<String> known) {
        String cure = known.isEmpty() ? "there is no " + kind + " at all" : "known ids: " + String.join(", ", known);
        return problem(
                ConfigCode.CFG_07,
                origin,
                written(origin, found) + item(found, item) + " is not the id of a " + kind + "; " + cure);
    }

    /** CFG-07 and CFG-08: the bean or class that was found does not fit. */
    public static ConfigProblem wrongType(ConfigCode code, Origin origin, String found, String fault) {
        return problem(code, origin, written(origin, found) + ' ' + fault);
    }

    /** CFG-08: the class loader has no such class. */
    public static ConfigProblem missingClass(Origin origin, String found) {
        return problem(
                ConfigCode.CFG_08,
                origin,
                written(origin, found) + " is not a class that can be loaded; check the name and the class path");
    }

    /** CFG-09: the interface has no such method. */
    public static ConfigProblem missingMethod(
            Origin origin, String found, String interfaceName, Collection<String> methods) {
        String nearest = NearestName.of(found, methods)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
        return problem(
                ConfigCode.CFG_09,
                origin,
                written(origin, found) + " is not a method of " + interfaceName + "; its methods: "
                        + String.join(", ", methods) + nearest);
    }

    /** CFG-10: the bean or method of a callback is missing or does not fit; {@code fault} says which and what would fit. */
    public static ConfigProblem unusableCallback(Origin origin, String found, String fault) {
        return problem(ConfigCode.CFG_10, origin, written(origin, found) + ' ' + fault);
    }

    /** CFG-11: what is written contradicts something else; {@code conflict} names that and the cure. */
    public static ConfigProblem contradiction(Origin origin, String found, String conflict) {
        return problem(ConfigCode.CFG_11, origin, written(origin, found) + " contradicts " + conflict);
    }

    /** CFG-11: one source has a key in two spellings, with different values, which may be secret. */
    public static ConfigProblem twoSpellings(Origin origin, Origin other) {
        return problem(
                ConfigCode.CFG_11,
                origin,
                subject(origin) + " contradicts " + subject(other)
                        + ", another spelling of the same key with another value; keep one of them");
    }

    /** CFG-11: a bean that an instance is made of needs, to be created itself, what the instance makes; the origin is the bean's. */
    public static ConfigProblem circularExtension(Origin origin) {
        return problem(
                ConfigCode.CFG_11,
                origin,
                "it is an extension, without which no reference can be made, and a reference is needed to create it; let it"
                        + " take an ObjectProvider, or a reference that is @Lazy, and ask for it in a call");
    }

    /** CFG-12: the same id, or the same name of a method, twice. */
    public static ConfigProblem duplicate(Origin origin, String found, Origin first) {
        return problem(
                ConfigCode.CFG_12,
                origin,
                written(origin, found) + " is used already, by " + place(first)
                        + (first.resource() == null ? "" : " in " + first.resource()));
    }

    /** CFG-12: two elements are the default one of their kind. */
    public static ConfigProblem secondDefault(Origin origin, Origin first) {
        return problem(
                ConfigCode.CFG_12,
                origin,
                "it is the default one of its kind, and so is " + place(first)
                        + (first.resource() == null ? "" : " in " + first.resource())
                        + "; write default=\"false\" on one of them");
    }

    /** CFG-13: no source has a value for the key. */
    public static ConfigProblem unresolvedPlaceholder(Origin origin, String key) {
        String shown = shortened(key);
        return problem(
                ConfigCode.CFG_13,
                origin,
                subject(origin) + " has the placeholder ${" + shown + "}, and nothing defines the key " + shown
                        + "; define it, or write a default as ${" + shown + ":default}");
    }

    /** CFG-14: a malformed address; {@code fault} says what is wrong. */
    public static ConfigProblem badAddress(Origin origin, String found, String fault, String legal) {
        return problem(ConfigCode.CFG_14, origin, written(origin, found) + ' ' + fault + "; legal is " + legal);
    }

    /** CFG-16: legal in Dubbo but not provided, and harmful when ignored. */
    public static ConfigProblem notProvided(
            Origin origin, String found, String item, String reason, Collection<String> provided) {
        return problem(
                ConfigCode.CFG_16,
                origin,
                written(origin, found) + item(found, item) + " is legal in Dubbo but not provided by this release"
                        + because(reason) + (provided.isEmpty() ? "" : "; provided: " + String.join(", ", provided)));
    }

    /** CFG-16 for a registry; {@code fault} says which kind is missing, and the cure. */
    public static ConfigProblem registryNotThere(Origin origin, String found, String fault) {
        return problem(ConfigCode.CFG_16, origin, written(origin, found) + ' ' + fault);
    }

    /**
     * CFG-16: a file on the class path extends Dubbo and would be dropped without a word.
     *
     * @param path its name in the jar or directory
     * @param place the jar or directory
     * @param lines what it names
     * @param advice how to port it
     * @param setting what lists files that are known
     */
    public static ConfigProblem dubboExtension(
            String path, String place, String point, String lines, String advice, String setting) {
        return problem(
                ConfigCode.CFG_16,
                new Origin("extension of Dubbo", null, null, place + "!/" + path),
                "Tern does not load " + shortened(lines) + " for Dubbo's extension point " + point
                        + ", and calls would silently do without it; to port it, " + advice
                        + " (docs/extensions.md); if it may be missing, write " + path + " or " + point + " into "
                        + setting + ", a parameter of dubbo:application or a system property");
    }

    /** CFG-16: an annotation of Dubbo, which nothing here reads; {@code cure} is the annotation to write instead. */
    public static ConfigProblem dubboAnnotation(Origin origin, String annotation, String cure) {
        return problem(
                ConfigCode.CFG_16,
                origin,
                annotation + " is an annotation of Dubbo, and would be dropped without a word; write " + cure
                        + " (docs/compatibility.md)");
    }

    /** CFG-16: whether there are such files cannot be found out. */
    public static ConfigProblem unreadableExtensions(String fault, String setting) {
        return problem(
                ConfigCode.CFG_16,
                new Origin("extensions of Dubbo", null, null, null),
                "they cannot be looked for: " + fault + "; mend the class path, or set " + setting + " to *");
    }

    /** CFG-16: the value needs a module or library that is not there; {@code fault} says which, and the cure. */
    public static ConfigProblem partMissing(Origin origin, String found, String fault) {
        return problem(ConfigCode.CFG_16, origin, written(origin, found) + ' ' + fault);
    }

    /** CFG-17: a reference has no address. */
    public static ConfigProblem nowhereToCall(Origin origin) {
        return problem(
                ConfigCode.CFG_17,
                origin,
                "there is nowhere to send calls: it has no url and no registry to ask, and no service of this interface, group"
                        + " and version is offered in this process; write url=\"dubbo://host:port\", or"
                        + " <dubbo:registry address=\"…\"/>, or scope=\"local\" if the service is exported here later");
    }

    /** CFG-W1: without effect, for good. */
    public static ConfigProblem withoutEffect(Origin origin, String reason) {
        return problem(ConfigCode.CFG_W1, origin, subject(origin) + " has no effect" + because(reason));
    }

    /** CFG-W2: suspicious but legal. */
    public static ConfigProblem suspicious(Origin origin, String found, String reason) {
        return problem(
                ConfigCode.CFG_W2, origin, written(origin, found) + " is legal but suspicious" + because(reason));
    }

    /** CFG-W2: a key outside of files and code that nobody reads. */
    public static ConfigProblem unknownKey(Origin origin, Optional<String> nearest) {
        return problem(
                ConfigCode.CFG_W2,
                origin,
                subject(origin) + " is not known and has no effect"
                        + nearest.map(name -> "; did you mean " + name + "?")
                                .orElse("; remove it, or mend its spelling"));
    }

    /** CFG-W2: an error as soon as a service or reference uses the element. */
    public static ConfigProblem refusedWhenUsed(Origin origin, String found, String reason) {
        return problem(
                ConfigCode.CFG_W2,
                origin,
                written(origin, found)
                        + " is not provided by this release, and is an error (CFG-16) as soon as a service or"
                        + " reference uses it" + because(reason));
    }

    private static ConfigProblem problem(ConfigCode code, Origin origin, String sentence) {
        String file =
                origin.resource() == null ? "" : (isAnnotation(origin) ? " At " : " File ") + origin.resource() + '.';
        String end = sentence.endsWith("?") ? "" : ".";
        String message = code.text() + ' ' + place(origin) + ": " + sentence + end + file;
        return new ConfigProblem(code, NOT_ON_ONE_LINE.matcher(message).replaceAll(" "), origin);
    }

    private static String place(Origin origin) {
        return origin.id() == null ? origin.element() : origin.element() + " id \"" + origin.id() + '"';
    }

    /** Settings outside XML have keys instead of attributes. */
    private static String subject(Origin origin) {
        boolean element = origin.element().startsWith("dubbo:") || isAnnotation(origin);
        return (element ? "attribute " : "key ") + attributeOf(origin);
    }

    private static boolean isAnnotation(Origin origin) {
        return origin.element().startsWith("@");
    }

    private static String written(Origin origin, String found) {
        return subject(origin) + " = " + quote(found);
    }

    private static String item(String found, String item) {
        return found.equals(item) ? "" : ", item " + quote(item) + ',';
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String attributeOf(Origin origin) {
        @Nullable String attribute = origin.attribute();
        if (attribute == null) {
            throw new IllegalArgumentException("The message is about an attribute, and the origin names none");
        }
        return attribute;
    }

    /** A text as messages show it: in quotes, shortened, and without passwords of addresses. */
    public static String quote(String text) {
        return '"' + shortened(SecretText.masked(text.strip())) + '"';
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    }
}
