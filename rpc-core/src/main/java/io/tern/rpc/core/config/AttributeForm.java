// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The forms that the text of an attribute can have. */
public enum AttributeForm {
    /** Bean id. Value: text. */
    ID("id", "a bean id", ConfigCode.CFG_12),
    /** Letters, digits and {@code - _ .}, at most 200. Value: text. */
    NAME("name", "a name of at most 200 characters A-Z a-z 0-9 - _ .", ConfigCode.CFG_15),
    /** Comma list of names. Value: items. */
    NAMES("names", "a comma list of names of A-Z a-z 0-9 - _ .", ConfigCode.CFG_15),
    /** A name that may have slashes and dollar signs. Value: text. */
    PATH("path", "a path of at most 200 characters A-Z a-z 0-9 - _ . / $", ConfigCode.CFG_15),
    /** Text without control characters, at most 200. Value: text. */
    TEXT("text", "a text of at most 200 characters without control characters", ConfigCode.CFG_15),
    /** Any text at all. Value: text. */
    FREE("free", "any text"),
    /** Any text at all, even a blank one. Value: text, as written. */
    RAW("raw", "any text, which may be blank"),
    /** A text that never appears in a message. Value: text. */
    SECRET("secret", "a text of at most 200 characters without control characters", ConfigCode.CFG_15),
    /** {@code true}, or a name that never appears in a message. Value: flag or text. */
    SECRET_OR_FLAG(
            "secret-or-flag", "true, false, or a name of at most 200 characters A-Z a-z 0-9 - _ .", ConfigCode.CFG_15),
    /** Path in the file system. Value: text. */
    FILE("file", "a file path without control characters", ConfigCode.CFG_15),
    /** {@code true}, or a path in the file system. Value: flag or text. */
    FLAG_OR_FILE("flag-or-file", "true, false, or a file path without control characters", ConfigCode.CFG_15),
    /** Host name or address. Value: text. */
    HOST("host", "a host name, an IPv4 address, or an IPv6 address in brackets", ConfigCode.CFG_15),
    /** TCP port. Value: whole number. */
    PORT("port", "a port number", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** Whole number. Value: whole number. */
    INT("int", "a whole number", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** Time in milliseconds. Value: whole number. */
    MILLIS("millis", "a whole number of milliseconds", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** Time in seconds. Value: whole number. */
    SECONDS("seconds", "a whole number of seconds", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** Size in bytes. Value: whole number. */
    BYTES("bytes", "a whole number of bytes", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** Number that need not be whole. Value: decimal. */
    DECIMAL("decimal", "a number", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** Boolean. Value: flag. */
    FLAG("flag", "true or false (also yes/no, on/off, 1/0, in any case)", ConfigCode.CFG_04),
    /** Boolean, or time in milliseconds. Value: flag, off or whole number. */
    FLAG_OR_MILLIS(
            "flag-or-millis", "true, false, or a whole number of milliseconds", ConfigCode.CFG_02, ConfigCode.CFG_03),
    /** One of the names in the rules, spelled exactly. Value: text. */
    CHOICE("choice", "one of", ConfigCode.CFG_05),
    /** Comma list of names from the rules. Value: items. */
    CHOICES("choices", "a comma list of", ConfigCode.CFG_05),
    /** One of the words in the rules, in any case. Value: text, spelled as in the rules. */
    KEYWORD("keyword", "one of", ConfigCode.CFG_05),
    /** Class name. Value: text. */
    CLASS("class", "a full class name", ConfigCode.CFG_08),
    /** Comma list of class names. Value: items. */
    CLASSES("classes", "a comma list of full class names", ConfigCode.CFG_08),
    /** {@code true}, or a class name. Value: flag or text. */
    CLASS_OR_FLAG("class-or-flag", "true, false, or a full class name", ConfigCode.CFG_08),
    /** Comma list of packages. Value: items. */
    PACKAGES("packages", "a comma list of package names", ConfigCode.CFG_15),
    /** Method name. Value: text. */
    METHOD("method", "a method name without parameters", ConfigCode.CFG_09),
    /** Bean and method. Value: text. */
    CALLBACK("callback", "of the form bean.method", ConfigCode.CFG_10),
    /** Id of a bean or element. Value: text. */
    BEAN("bean", "the id of a bean or element", ConfigCode.CFG_07),
    /** Comma list of ids. Value: items. */
    BEANS("beans", "a comma list of ids", ConfigCode.CFG_07),
    /** Address of a registry or a similar server. Value: text. */
    REGISTRY_URL("registry-url", "an address such as protocol://host:port or host:port, or N/A", ConfigCode.CFG_14),
    /** Addresses of providers, separated by semicolons. Value: items. */
    URLS(
            "urls",
            "an address such as dubbo://host:port or host:port, or several separated by semicolons",
            ConfigCode.CFG_14),
    /** Name of a character set. Value: text. */
    CHARSET("charset", "the name of a character set", ConfigCode.CFG_05);

    private static final Set<AttributeForm> NUMBERS =
            Set.of(PORT, INT, MILLIS, SECONDS, BYTES, DECIMAL, FLAG_OR_MILLIS);

    private final String word;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // never changed and never handed out
    private final ConfigCode[] codes;

    AttributeForm(String word, String description, ConfigCode... codes) {
        this.word = word;
        this.description = description;
        this.codes = codes;
    }

    /** The word for the form in the tables. */
    public String word() {
        return word;
    }

    /** Which texts are legal, as the end of the sentence "it is …", without range and names. */
    public String description() {
        return description;
    }

    /** The codes that a text of a wrong form leads to. */
    Set<ConfigCode> codes() {
        Set<ConfigCode> all = EnumSet.noneOf(ConfigCode.class);
        all.addAll(Arrays.asList(codes));
        return all;
    }

    /** Whether values must be named by a rule, or belong to an extension. */
    boolean isClosed() {
        return this == CHOICE || this == CHOICES || this == KEYWORD;
    }

    boolean isNumber() {
        return NUMBERS.contains(this);
    }

    boolean isSecret() {
        return this == SECRET || this == SECRET_OR_FLAG;
    }

    static Optional<AttributeForm> named(String word) {
        for (AttributeForm each : values()) {
            if (each.word.equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
