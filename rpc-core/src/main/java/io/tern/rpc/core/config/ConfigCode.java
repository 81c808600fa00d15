// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

/** The kinds of configuration problems. The codes are part of the messages, so that people can look them up. */
public enum ConfigCode {
    /** Unknown element or attribute, or an element in a place where it does not belong. */
    CFG_01("CFG-01"),
    /** Not a number, or not a whole number. */
    CFG_02("CFG-02"),
    /** A number outside its legal range. */
    CFG_03("CFG-03"),
    /** Not a boolean. */
    CFG_04("CFG-04"),
    /** Unknown name of an extension or of a mode. */
    CFG_05("CFG-05"),
    /** A required attribute is missing or blank. */
    CFG_06("CFG-06"),
    /** The bean or element that is referred to does not exist or has the wrong type. */
    CFG_07("CFG-07"),
    /** A class is missing, is no interface, or does not implement the interface; or a file cannot be read. */
    CFG_08("CFG-08"),
    /** The interface has no such method. */
    CFG_09("CFG-09"),
    /** A callback is malformed, or its bean or method is missing or does not fit. */
    CFG_10("CFG-10"),
    /** Attributes contradict each other. */
    CFG_11("CFG-11"),
    /** Two elements have one id, or two elements are the default one of their kind. */
    CFG_12("CFG-12"),
    /** A placeholder has no value. */
    CFG_13("CFG-13"),
    /** A malformed address. */
    CFG_14("CFG-14"),
    /** Illegal characters, or a text that is too long. */
    CFG_15("CFG-15"),
    /** Legal in Dubbo, not provided here, and calls would behave differently if it were ignored. */
    CFG_16("CFG-16"),
    /** A reference has nowhere to send its calls. */
    CFG_17("CFG-17"),
    /** Warning: the attribute is accepted and has no effect, for good. */
    CFG_W1("CFG-W1"),
    /** Warning: suspicious but legal. */
    CFG_W2("CFG-W2");

    private final String text;

    ConfigCode(String text) {
        this.text = text;
    }

    /** The code as it is printed, such as {@code CFG-02}. */
    public String text() {
        return text;
    }

    /** Whether start must fail; the other codes are warnings. */
    public boolean isError() {
        return compareTo(CFG_W1) < 0;
    }
}
