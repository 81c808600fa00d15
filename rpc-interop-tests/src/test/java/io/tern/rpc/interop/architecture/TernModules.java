// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The modules of Tern that users get, told apart by the jar or the build folder that a class comes from. */
final class TernModules {
    /** A module and the modules of ours that its main code may use. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("rpc-api", Set.of()),
            entry("rpc-core", Set.of("rpc-api")),
            entry("rpc-proxy", Set.of("rpc-api")),
            entry("rpc-remoting-netty", Set.of("rpc-api")),
            entry("rpc-registry-zookeeper", Set.of("rpc-api")),
            entry("rpc-registry-dns", Set.of("rpc-api")),
            entry("rpc-registry-nacos", Set.of("rpc-api")),
            entry("rpc-config-spring", Set.of("rpc-api", "rpc-core")),
            entry("rpc-governance-yaml", Set.of("rpc-api")),
            entry("rpc-compat-alibaba", Set.of("rpc-api")),
            entry("rpc-validation", Set.of("rpc-api")),
            entry("rpc-tracing-otel", Set.of("rpc-api")),
            entry("rpc-remoting-tls", Set.of("rpc-api", "rpc-remoting-netty")),
            entry("rpc-metrics-micrometer", Set.of("rpc-api")),
            entry("rpc-doctor", Set.of("rpc-api", "rpc-core")),
            entry("rpc-testing", Set.of("rpc-api", "rpc-core")));

    /** {@code …/rpc-core/target/classes/…}, {@code …/rpc-core/target/rpc-core-1.0.jar!/…} or the same jar in a repository. */
    private static final Pattern PLACE =
            Pattern.compile("/(rpc-[a-z-]*[a-z])/(?:target/classes/|[^/]+/\\1-[^/]+(?<!-tests)\\.jar!/)");

    private TernModules() {}

    static JavaClasses importAll() {
        return new ClassFileImporter()
                .withImportOption(location -> MAY_USE.containsKey(nameOf(location)))
                .importPackages("io.tern.rpc", "com.alibaba.dubbo.rpc");
    }

    /** The module's name, or the empty string for a class of the JDK, of a library or of a test. */
    static String of(JavaClass type) {
        return type.getSource()
                .map(source -> nameOf(Location.of(source.getUri())))
                .filter(MAY_USE::containsKey)
                .orElse("");
    }

    private static String nameOf(Location location) {
        Matcher place = PLACE.matcher(location.asURI().toString());
        return place.find() ? place.group(1) : "";
    }
}
