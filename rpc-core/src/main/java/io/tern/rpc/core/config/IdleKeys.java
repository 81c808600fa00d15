// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keys outside of files and code that Dubbo reads, and that have nothing to do here. */
public final class IdleKeys {
    private static final String NO_LAUNCHER = "there is no launcher of its own: start Spring in a main method";

    /** The more particular ones first. */
    private static final List<Idle> ALL = List.of(
            new Idle(
                    "dubbo.security.serialize.blockedClassList",
                    "no class is read unless it is listed or an interface leads to it; to keep one of these out, set"
                            + " auto-trust-serialize-class to false, and list the others"),
            new Idle(
                    "dubbo.security.serialize.openCheckClass",
                    "classes are always checked; to find out which ones to admit, set tern.serialize.mode to learn"),
            new Idle(
                    "dubbo.security.serialize.blockAllClassExceptAllow",
                    "classes are always checked; auto-trust-serialize-class = false leaves only those that are listed"),
            new Idle("dubbo.security.serialize.generic.", "generic calls of the form nativejava are always refused"),
            new Idle("dubbo.security.", "it is about a check that Tern does not have"),
            new Idle(
                    "dubbo.hessian.allowNonSerializable",
                    "only classes that implement Serializable are read and written"),
            new Idle(
                    "dubbo.hessian.",
                    "Tern reads and writes hessian2 itself; write classes to admit into tern.serialize.allow"),
            new Idle("dubbo.spring.config", NO_LAUNCHER),
            new Idle("dubbo.container", NO_LAUNCHER),
            new Idle("dubbo.shutdown.hook", "instances are stopped with the process without it"),
            new Idle(
                    "dubbo.application.logger.",
                    "Tern logs through slf4j only; choose the logging library by its slf4j binding"));

    /** One key, or, with a dot at its end, all that begin with it. */
    private record Idle(String key, String reason) {
        boolean is(String normal) {
            String own = SettingKey.normal(key);
            return key.endsWith(".") ? normal.startsWith(own) : normal.equals(own);
        }
    }

    private IdleKeys() {}

    /** Why the key has no effect; null if it is none of these. */
    public static @Nullable String reason(String key) {
        String normal = SettingKey.normal(key);
        for (Idle idle : ALL) {
            if (idle.is(normal)) {
                return idle.reason();
            }
        }
        return null;
    }

    /** Their names, for those that are misspelt. */
    public static Stream<String> names() {
        return ALL.stream().map(Idle::key);
    }
}
