// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import java.util.Arrays;
import java.util.Optional;

/** The artifacts of Tern that an application may need, and those of Dubbo and others that they replace. */
enum TernModule {
    CONFIG_SPRING(
            "rpc-config-spring", "", "com.alibaba:dubbo, org.apache.dubbo:dubbo, dubbo-spring-boot-starter, dubbo-bom"),
    ZOOKEEPER(
            "rpc-registry-zookeeper",
            "zookeeper",
            "dubbo-registry-zookeeper, dubbo-dependencies-zookeeper, com.101tec:zkclient, curator-*"),
    NACOS("rpc-registry-nacos", "nacos", "dubbo-registry-nacos, com.alibaba.nacos:nacos-client"),
    DNS("rpc-registry-dns", "dns", ""),
    GOVERNANCE_YAML("rpc-governance-yaml", "", "dubbo-configcenter-*"),
    REMOTING_TLS("rpc-remoting-tls", "", ""),
    VALIDATION("rpc-validation", "", "javax.validation:validation-api (Tern checks by jakarta.validation)"),
    METRICS(
            "rpc-metrics-micrometer",
            "",
            "dubbo-metrics-*, dubbo-spring-boot-observability-starter (for Prometheus add micrometer-registry-prometheus)"),
    TRACING("rpc-tracing-otel", "", "dubbo-tracing, dubbo-tracing-*-spring-boot-starter");

    private final String artifact;
    private final String registryKind;
    private final String replaced;

    TernModule(String artifact, String registryKind, String replaced) {
        this.artifact = artifact;
        this.registryKind = registryKind;
        this.replaced = replaced;
    }

    /** Its artifact id. */
    String artifact() {
        return artifact;
    }

    /** What goes out of the POM for it; empty if nothing. */
    String replaced() {
        return replaced;
    }

    /** Whether the application's code never names its classes. */
    boolean isForRunTime() {
        return this != CONFIG_SPRING;
    }

    /** The module with a kind of registry. */
    static Optional<TernModule> ofRegistry(String kind) {
        return Arrays.stream(values())
                .filter(module -> !module.registryKind.isEmpty() && module.registryKind.equals(kind))
                .findFirst();
    }
}
