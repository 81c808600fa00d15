// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.ArrayList;
import java.util.List;

/** Legal and wrong texts for an attribute, worked out from its form. */
final class SampleValues {
    private SampleValues() {}

    /** A wrong text and the code it must lead to. */
    record Wrong(AttributeSpec spec, String text, ConfigCode code) {
        @Override
        public String toString() {
            return spec.element().xmlName() + "@" + spec.name() + "=" + text + " -> " + code.text();
        }
    }

    static String legal(AttributeSpec spec) {
        return switch (spec.type().form()) {
            case ID, NAME, NAMES, TEXT, SECRET, RAW, HOST, BEAN, BEANS -> "some-name_1.x";
            case FREE -> "any: text, really";
            case PATH -> "a/b$c";
            case FILE, FLAG_OR_FILE -> "/var/some dir/file.txt";
            case SECRET_OR_FLAG, CLASS_OR_FLAG, FLAG, FLAG_OR_MILLIS -> "true";
            case PORT, INT, MILLIS, SECONDS, BYTES, DECIMAL ->
                Long.toString(Math.max(1, spec.type().lowest()));
            case CHOICE, CHOICES, KEYWORD -> spec.legalNames().get(0);
            case CLASS, CLASSES, PACKAGES -> "com.example.Some$Inner";
            case METHOD -> "findFoo";
            case CALLBACK -> "notify.onReturn";
            case REGISTRY_URL -> "N/A";
            case URLS -> "dubbo://127.0.0.1:20880";
            case CHARSET -> "UTF-8";
        };
    }

    static List<Wrong> wrong(AttributeSpec spec) {
        List<Wrong> wrong = new ArrayList<>();
        for (String text : malformed(spec)) {
            wrong.add(
                    new Wrong(spec, text, spec.type().form().codes().iterator().next()));
        }
        AttributeForm form = spec.type().form();
        if (form.isNumber()) {
            wrong.add(new Wrong(spec, Long.toString(spec.type().highest() + 1), ConfigCode.CFG_03));
            wrong.add(new Wrong(spec, "9".repeat(30), ConfigCode.CFG_03));
            wrong.add(new Wrong(spec, Long.toString(spec.type().lowest() - 1), ConfigCode.CFG_03));
        }
        if (form != AttributeForm.KEYWORD) {
            spec.valuesWith(Treatment.REFUSED).stream()
                    .filter(value -> form != AttributeForm.URLS)
                    .forEach(value -> wrong.add(new Wrong(spec, value, ConfigCode.CFG_16)));
        }
        wrong.add(new Wrong(spec, "${some.key}", ConfigCode.CFG_13));
        wrong.removeIf(each -> spec.name().equals("timeout") && each.text().equals("0"));
        wrong.removeIf(each -> spec.rules().stream()
                .anyMatch(rule ->
                        rule.treatment() == Treatment.UNSET && rule.values().contains(each.text())));
        return wrong;
    }

    private static List<String> malformed(AttributeSpec spec) {
        boolean open = spec.rules().stream().anyMatch(rule -> rule.values().contains(ValueRule.ANY));
        return switch (spec.type().form()) {
            case ID, BEAN, BEANS, FREE, RAW -> List.of();
            case NAME -> List.of("a b", "ä", "a/b", "x".repeat(201));
            case NAMES -> List.of("a b, c", "a,b/c");
            case PATH -> List.of("a b", "a?b", "x".repeat(201));
            case TEXT, SECRET -> List.of("a\u0007b", "x".repeat(201));
            case FILE, FLAG_OR_FILE -> List.of("a\u0007b");
            case SECRET_OR_FLAG -> List.of("two words");
            case HOST -> List.of("host name", "[::1", "a:b");
            case PORT, INT, MILLIS, SECONDS, BYTES, DECIMAL -> List.of("abc", "1.5x", "3s", "0x10", "--1");
            case FLAG, FLAG_OR_MILLIS -> List.of("maybe", "2x", "truee");
            case CHOICE, CHOICES, KEYWORD -> open ? List.of() : List.of("unheard-of");
            case CLASS, CLASSES -> List.of("1com.Foo", "com..Foo", "com.Foo()");
            case CLASS_OR_FLAG -> List.of("com..Foo");
            case PACKAGES -> List.of("com..foo");
            case METHOD -> List.of("find(String)", "a.b", "1a");
            case CALLBACK -> List.of("nodot", ".method", "bean.", "bean.a b");
            case REGISTRY_URL -> List.of("host name:1", "zookeeper://", "host:port");
            case URLS ->
                List.of(
                        "127.0.0.1",
                        "dubbo://:20880",
                        "dubbo://h:0",
                        "h:1,h:2",
                        "h:99999",
                        "unheard://h:1",
                        "dubbo://a b:1");
            case CHARSET -> List.of("UTF-88", "no charset");
        };
    }
}
