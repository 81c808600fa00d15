// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeForm;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.Tier;
import io.tern.rpc.core.config.Treatment;
import io.tern.rpc.core.config.ValueRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of tier A or B under one of its spellings, and the XML around it: all else in the element is legal, no
 * port opens, and nothing connects. Elements of one kind can stand beside each other in one file.
 */
record AttributeCase(AttributeSpec spec, String name) {
    /** What the elements refer to; in each file once. */
    static final String SURROUNDINGS = """
            <dubbo:registry id="none" address="N/A"/>
            <dubbo:protocol id="port" name="dubbo" port="0"/>
            <dubbo:consumer id="con" default="false"/>
            <dubbo:provider id="pro" default="false"/>
            <bean id="pool" class="java.util.concurrent.ForkJoinPool" destroy-method="shutdown"/>
            <bean id="services" class="%s"/>
            <bean id="hooks" class="%s"/>
            """.formatted(Services.class.getName(), Sample.Hooks.class.getName());

    private static final String FOO = FooService.class.getName();
    private static final String BAR = BarService.class.getName();
    private static final Map<ElementKind, ElementKind> AROUND = Map.of(
            ElementKind.METHOD, ElementKind.REFERENCE,
            ElementKind.PARAMETER, ElementKind.REFERENCE,
            ElementKind.ARGUMENT, ElementKind.METHOD,
            ElementKind.AGGREGATION, ElementKind.METRICS,
            ElementKind.HISTOGRAM, ElementKind.METRICS,
            ElementKind.PROMETHEUS_EXPORTER, ElementKind.METRICS,
            ElementKind.SAMPLING, ElementKind.TRACING,
            ElementKind.PROPAGATION, ElementKind.TRACING);

    /** Every attribute of the tiers A and B; one that is added to the catalogue is here too. */
    static Stream<AttributeCase> all() {
        return Arrays.stream(ElementKind.values())
                .flatMap(kind -> AttributeCatalog.standard().attributesOf(kind).stream())
                .filter(spec -> spec.tier() != Tier.C)
                // Of a class with setters and nothing else: CreatedServiceTest.
                .filter(spec -> spec.element() != ElementKind.PROPERTY)
                .flatMap(spec -> Stream.concat(Stream.of(spec.name()), spec.aliases().stream())
                        .map(name -> new AttributeCase(spec, name)));
    }

    ElementKind kind() {
        return spec.element();
    }

    /** What has to be in a file with legal values of the attribute. */
    String surroundings() {
        return name.equals("module") ? SURROUNDINGS + "<dubbo:module id=\"mod\" name=\"mod\"/>\n" : SURROUNDINGS;
    }

    /** The element with this id and this text in the attribute, null for not written, and what uses the element. */
    String xml(String id, @Nullable String text) {
        Map<String, String> attributes = standard(kind(), id);
        if (text == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, text);
        }
        String partner = partner();
        if (partner != null) {
            attributes.put(partner, "target/some other file.txt");
        }
        if (name.equals("class") && text != null && !text.isBlank() && spec.treatment() != Treatment.REFUSED) {
            attributes.remove("ref");
        }
        String element = tag(kind(), attributes, "");
        for (ElementKind outer = AROUND.get(kind()); outer != null; outer = AROUND.get(outer)) {
            element = tag(outer, standard(outer, id), element);
        }
        return element + user(id);
    }

    /** The names of all attributes that are written in and around the element, this one among them. */
    Stream<String> written() {
        Stream<String> names = Stream.concat(Stream.of(name), standard(kind(), "").keySet().stream());
        for (ElementKind outer = AROUND.get(kind()); outer != null; outer = AROUND.get(outer)) {
            names = Stream.concat(names, standard(outer, "").keySet().stream());
        }
        return names;
    }

    /** The kind of the element that has this one in it, or of this one itself. */
    ElementKind outermost() {
        ElementKind outermost = kind();
        while (AROUND.containsKey(outermost)) {
            outermost = AROUND.get(outermost);
        }
        return outermost;
    }

    /** A service that has the element by its id, where elements name no services themselves; empty if none can. */
    String further(String id) {
        if (name.equals("id")
                || !Set.of(ElementKind.APPLICATION, ElementKind.MODULE, ElementKind.REGISTRY)
                        .contains(kind())) {
            return "";
        }
        Map<String, String> attributes = standard(ElementKind.SERVICE, "user-of-" + id);
        attributes.put(kind().xmlName(), id);
        return tag(ElementKind.SERVICE, attributes, "");
    }

    private static boolean hasId(ElementKind kind) {
        return AttributeCatalog.standard().find(kind, "id").isPresent()
                || AROUND.containsKey(kind) && hasId(AROUND.get(kind));
    }

    /** The bean whose settings show what the attribute did; null if there is none. */
    @Nullable
    String bean(String id) {
        return switch (kind()) {
            case REFERENCE, SERVICE, METHOD, PARAMETER, ARGUMENT -> id;
            case CONSUMER, PROVIDER, PROTOCOL, APPLICATION, MODULE, REGISTRY -> "user-of-" + id;
            default -> null;
        };
    }

    private static Map<String, String> standard(ElementKind kind, String id) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (AttributeCatalog.standard().find(kind, "id").isPresent()) {
            attributes.put("id", id);
        }
        attributes.putAll(
                switch (kind) {
                    case APPLICATION -> Map.of("name", "app");
                    case MODULE -> Map.of("name", "part", "default", "false");
                    case CONFIG_CENTER -> Map.of("address", "N/A");
                    case REGISTRY -> Map.of("address", "multicast://224.5.6.7:1234", "default", "false");
                    case PROTOCOL -> Map.of("name", "dubbo", "default", "false", "port", "0");
                    case CONSUMER, PROVIDER -> Map.of("default", "false");
                    case REFERENCE ->
                        Map.of("interface", FOO, "url", "dubbo://127.0.0.1:1", "check", "false", "lazy", "true");
                    case SERVICE -> Map.of("interface", BAR, "ref", "services", "export", "false", "protocol", "port");
                    case METHOD -> Map.of("name", "findFoo");
                    case ARGUMENT -> Map.of("index", "0", "type", "java.lang.String");
                    case PARAMETER -> Map.of("key", "some.key", "value", "some value");
                    case ANNOTATION,
                            SSL,
                            METRICS,
                            AGGREGATION,
                            HISTOGRAM,
                            PROMETHEUS_EXPORTER,
                            TRACING,
                            SAMPLING,
                            PROPAGATION -> Map.of();
                    default ->
                        throw new IllegalStateException(
                                kind.qualifiedName() + " has an attribute of tier A or B: say here how to write one");
                });
        return attributes;
    }

    private String user(String id) {
        Map<String, String> attributes = switch (kind()) {
            case CONSUMER -> standard(ElementKind.REFERENCE, "user-of-" + id);
            case PROVIDER, PROTOCOL -> standard(ElementKind.SERVICE, "user-of-" + id);
            default -> Map.of();
        };
        if (attributes.isEmpty() || name.equals("id")) {
            return "";
        }
        // What a reference or service writes itself, its consumer or provider cannot show.
        if (Set.of("check", "lazy", "protocol").contains(name)) {
            attributes.remove(name);
        }
        attributes.put(kind().xmlName(), id);
        return tag(kind() == ElementKind.CONSUMER ? ElementKind.REFERENCE : ElementKind.SERVICE, attributes, "");
    }

    private static String tag(ElementKind kind, Map<String, String> attributes, String children) {
        return attributes.entrySet().stream()
                .map(attribute -> attribute.getKey() + "=\"" + escaped(attribute.getValue()) + '"')
                .collect(Collectors.joining(
                        " ", "<dubbo:" + kind.xmlName() + " ", ">" + children + "</dubbo:" + kind.xmlName() + ">\n"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("\"", "&quot;")
                .replace("\t", "&#9;");
    }

    /** A text that this release accepts. */
    String legal(String id) {
        if (spec.rules().stream().anyMatch(rule -> rule.treatment() == Treatment.OFF) && !isSecretOrFile()) {
            return "false";
        }
        // Two default elements of a kind, two exports of a service: those would be mistakes of their own.
        if (name.equals("default") || name.equals("export")) {
            return "false";
        }
        // The bean that serves here is no generic service.
        if (kind() == ElementKind.SERVICE && name.equals("generic")) {
            return "false";
        }
        // Any group or version: not together with the url that the reference has.
        List<String> named = spec.valuesWith(Treatment.EFFECTIVE).stream()
                .filter(value -> !value.equals("*"))
                // Nor is a call inside the process.
                .filter(value -> !name.equals("scope") || !value.equals("local"))
                .toList();
        if (!named.isEmpty() && spec.type().form() != AttributeForm.URLS) {
            return named.get(named.size() - 1);
        }
        return switch (spec.type().form()) {
            case ID -> id;
            case FLAG ->
                // Encryption needs a certificate.
                spec.valuesWith(Treatment.REFUSED).contains("true")
                                || Set.of("injvm", "ssl-enabled").contains(name)
                        ? "false"
                        : "true";
            case FLAG_OR_FILE, FILE -> "target/some file.txt";
            case SECRET_OR_FLAG, SECRET -> "some-word";
            case PORT, INT, MILLIS, SECONDS, BYTES, FLAG_OR_MILLIS ->
                // The only parameter of the method.
                kind() == ElementKind.ARGUMENT
                        ? "0"
                        : Long.toString(Math.max(7, spec.type().lowest()));
            case DECIMAL -> "0.5";
            case REGISTRY_URL -> "N/A";
            case HOST -> "127.0.0.1";
            case PATH -> "some/path";
            case NAMES ->
                Set.of("filter", "listener").contains(name) ? "-default" : name.equals("router") ? "tag" : "ann, bob";
            case BEAN ->
                Map.of(
                                "ref",
                                "services",
                                "consumer",
                                "con",
                                "provider",
                                "pro",
                                "application",
                                "app",
                                "module",
                                "mod",
                                "executor",
                                "pool")
                        .get(name);
            case BEANS -> name.equals("registry") ? "n/a" : "port";
            case CLASS -> className();
            case METHOD -> "up";
            case CALLBACK ->
                Map.of("oninvoke", "hooks.onInvoke", "onreturn", "hooks.onReturn", "onthrow", "hooks.onThrow")
                        .get(name);
            case URLS -> "127.0.0.1:7;dubbo://127.0.0.1:8/some.Path?timeout=5";
            case CHARSET -> "UTF-8";
            default -> name.equals("merger") ? ".concat" : "app";
        };
    }

    private String className() {
        if (kind() == ElementKind.ARGUMENT) {
            return String.class.getName();
        }
        return name.equals("class") ? Services.class.getName() : kind() == ElementKind.SERVICE ? BAR : FOO;
    }

    private boolean isSecretOrFile() {
        return spec.type().form() == AttributeForm.SECRET_OR_FLAG || spec.type().form() == AttributeForm.FLAG_OR_FILE;
    }

    /** One wrong text for each code that the attribute's row lists, and for a placeholder that nobody resolves. */
    Stream<Wrong> wrong() {
        Stream<Wrong> listed = spec.wrongValueCodes().stream().flatMap(this::wrong);
        return Stream.concat(listed, Stream.concat(found(), Stream.of(wrong(ConfigCode.CFG_13, unresolved()))));
    }

    /** What is wrong only when the things that the text names are looked at. */
    private Stream<Wrong> found() {
        if (kind() == ElementKind.SERVICE && name.equals("ref")) {
            return Stream.of(
                    wrong(ConfigCode.CFG_06, null), wrong(ConfigCode.CFG_06, " "), wrong(ConfigCode.CFG_08, "hooks"));
        }
        return switch (name) {
            case "interface" -> Stream.of(wrong(ConfigCode.CFG_08, Services.class.getName()));
            case "filter" -> Stream.of(wrong(ConfigCode.CFG_05, "noSuchFilter"));
            case "index" -> Stream.of(wrong(ConfigCode.CFG_03, "1"));
            case "merger" ->
                // Consumers of Dubbo may have others, so a provider's word is not checked.
                Set.of(ElementKind.REFERENCE, ElementKind.METHOD).contains(kind())
                        ? Stream.of(wrong(ConfigCode.CFG_05, "noSuchMerger"))
                        : Stream.of();
            default -> Stream.of();
        };
    }

    /** Two elements with the same text for an id would have the same id. */
    private String unresolved() {
        return "${no.such." + kind().xmlName() + "}";
    }

    private Wrong wrong(ConfigCode code, @Nullable String text) {
        return new Wrong(this, code, text);
    }

    private Stream<Wrong> wrong(ConfigCode code) {
        return texts(code).map(text -> wrong(code, text.isEmpty() ? null : text));
    }

    /** Whether the element is wrong without it. */
    boolean isNeeded() {
        return spec.required()
                || partner() != null
                || Set.of("ref", "url", "address", "export").contains(name);
    }

    /** Without which it is a mistake: a certificate and its private key come together. */
    private @Nullable String partner() {
        String chain = "-key-cert-chain-path";
        String key = "-private-key-path";
        if (kind() != ElementKind.SSL || !name.endsWith(chain) && !name.endsWith(key)) {
            return null;
        }
        return name.endsWith(chain) ? name.replace(chain, key) : name.replace(key, chain);
    }

    private Stream<String> texts(ConfigCode code) {
        return switch (code) {
            case CFG_02 -> Stream.of("abc");
            case CFG_03 ->
                Stream.of(
                                Long.toString(spec.type().highest() + 1),
                                Long.toString(spec.type().lowest() - 1))
                        .filter(text -> spec.rules().stream()
                                .noneMatch(rule -> rule.treatment() == Treatment.UNSET
                                        && rule.values().contains(text)));
            case CFG_04 -> Stream.of("maybe");
            case CFG_05 -> Stream.of("unheard-of");
            // A blank text means that the attribute is not written at all.
            case CFG_06 -> mayBeBlank() ? Stream.of("") : Stream.of("", " ");
            case CFG_07 -> followed("no-such");
            case CFG_08 -> Stream.concat(Stream.of("com..Foo"), followed("com.no.Such"));
            case CFG_09 -> Stream.concat(Stream.of("findFoo(String)"), followed("noSuch"));
            case CFG_10 -> Stream.of("nodot", "noBean.onReturn", "hooks.noSuch");
            case CFG_12 -> Stream.of("con");
            case CFG_14 -> Stream.of(spec.type().form() == AttributeForm.URLS ? "h:1,h:2" : "zookeeper://");
            case CFG_15 -> Stream.of(spec.type().form() == AttributeForm.SECRET_OR_FLAG ? "two words" : "a\tb");
            case CFG_16 -> Stream.of(refused());
            default ->
                throw new IllegalStateException(
                        "No sample of a wrong value of " + this + " that leads to " + code.text());
        };
    }

    /** What a value names is looked for only where the attribute has an effect. */
    private Stream<String> followed(String text) {
        boolean refused = spec.rules().stream()
                .anyMatch(rule ->
                        rule.treatment() == Treatment.REFUSED && rule.values().contains(ValueRule.ANY));
        boolean live = spec.treatment() == Treatment.EFFECTIVE || kind() == ElementKind.ARGUMENT;
        return live && !refused ? Stream.of(text) : Stream.of();
    }

    private boolean mayBeBlank() {
        return spec.type().form() == AttributeForm.RAW
                || spec.rules().stream().anyMatch(rule -> rule.values().contains(ValueRule.BLANK));
    }

    private String refused() {
        return spec.rules().stream()
                .filter(rule ->
                        rule.treatment() == Treatment.REFUSED || rule.treatment() == Treatment.REFUSED_WHEN_USED)
                .map(rule -> rule.values().get(0))
                .findFirst()
                .map(value -> value.equals(ValueRule.ANY) ? "com.example.other" : value)
                .map(value -> List.of(AttributeForm.URLS, AttributeForm.REGISTRY_URL)
                                .contains(spec.type().form())
                        ? value + "://127.0.0.1:2181"
                        : value)
                // All of its values are.
                .orElseGet(() -> legal("some"));
    }

    @Override
    public String toString() {
        return kind().xmlName() + "@" + name;
    }

    /** A wrong text, null for none at all, and the code it leads to. */
    record Wrong(
            AttributeCase attribute,
            ConfigCode code,
            @Nullable String text) {
        String xml(String id) {
            return attribute.xml(id, text);
        }

        /** Whether the message is the one that has to come out. */
        boolean isReportedBy(String message, String id) {
            return message.matches("(?s)" + code.text() + " " + attribute.kind().qualifiedName() + "[ :].*")
                    && (message.contains("id \"" + id + '"') || attribute.name.equals("id") || !hasId(attribute.kind()))
                    && message.contains(" attribute " + attribute.name + " ")
                    && message.endsWith("[test.xml].");
        }

        @Override
        public String toString() {
            return attribute + (text == null ? " not written" : "=\"" + text.strip() + '"') + " -> " + code.text();
        }
    }
}
