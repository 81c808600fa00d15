// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Rules as dubbo-admin writes them. */
final class Rules {
    /** Everybody. */
    static final String ANY = "0.0.0.0";

    private Rules() {}

    /** The address of a provider of the fleet. */
    static String provider(int port) {
        return Fleet.HOST + ":" + port;
    }

    /** Changes a parameter, for calls of one provider or of all. */
    static String override(String whom, String parameter) {
        return "override://" + whom + "/" + Tree.SERVICE + "?category=configurators&dynamic=false&enabled=true&"
                + parameter;
    }

    /** Narrows the providers of all calls; the form of Dubbo 2.6. */
    static String condition(String rule) {
        return "condition://" + ANY + "/" + Tree.SERVICE
                + "?category=routers&dynamic=false&enabled=true&force=true&name=test&priority=1&router=condition"
                + "&runtime=false&rule=" + URLEncoder.encode(rule, UTF_8);
    }

    /** Narrows the providers of all calls of the service; for {@link #serviceKey}. */
    static String serviceConditions(String rule) {
        return "configVersion: v2.7\nscope: service\nforce: true\nruntime: true\nenabled: true\npriority: 1\nkey: "
                + Tree.SERVICE + "\nconditions:\n  - '" + rule + "'\n";
    }

    /** Narrows the providers of all calls of an application. */
    static String applicationConditions(String application, String rule) {
        return "configVersion: v2.7\nscope: application\nforce: true\nruntime: true\nenabled: true\npriority: 1\nkey: "
                + application + "\nconditions:\n  - '" + rule + "'\n";
    }

    /** Gives one provider of an application a tag at run time. */
    static String tags(String application, String tag, String address) {
        return "configVersion: v2.7\nforce: true\nruntime: true\nenabled: true\npriority: 1\nkey: " + application
                + "\ntags:\n  - name: " + tag + "\n    addresses: ['" + address + "']\n";
    }

    /** Changes a parameter for calls of the service; for {@link #serviceKey}. */
    static String serviceOverride(String parameter, String value) {
        return "configVersion: v2.7\nscope: service\nenabled: true\nkey: " + Tree.SERVICE
                + "\nconfigs:\n  - addresses: ['" + ANY + "']\n    side: consumer\n    parameters:\n      " + parameter
                + ": " + value + "\n";
    }

    /** The service's name in the config center: without version and group. */
    static String serviceKey() {
        return Tree.SERVICE + "::";
    }
}
