// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.runner;

import java.util.List;

/**
 * Which class is a contender, in which variant, and where its class path is written down.
 *
 * @param module directory under rpc-benchmarks with the classes
 * @param jars file under the root of the sources with the class path, or with a part of it
 * @param jvmFlags beyond those that all contenders have
 */
record ContenderSetup(String name, String module, String type, String variant, String jars, List<String> jvmFlags) {
    private static final String TERN_JARS = "rpc-benchmarks/tern/target/benchmark.classpath";
    private static final String DUBBO_3_3_JARS =
            "rpc-interop-tests/peers/dubbo-3.3/target/classes/META-INF/interop/rpc-interop-dubbo-3.3.classpath";
    private static final String DUBBO_2_7_JARS =
            "rpc-interop-tests/peers/dubbo-2.7/target/classes/META-INF/interop/rpc-interop-dubbo-2.7.classpath";
    private static final String GRPC_JARS = "rpc-benchmarks/grpc/target/benchmark.classpath";
    private static final String NETTY_JARS = "rpc-benchmarks/netty/target/benchmark.classpath";

    /** Where Dubbo's hessian and javassist reach into by reflection; and no service beside the one that is measured. */
    private static final List<String> DUBBO_FLAGS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.math=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Ddubbo.application.logger=slf4j",
            "-Ddubbo.application.qos.enable=false",
            "-Ddubbo.application.qos-enable=false",
            "-Ddubbo.application.enable-file-cache=false",
            "-Ddubbo.application.metadata-type=local",
            "-Ddubbo.metrics.export-metrics-service=false");

    /** All contenders, in the order of their turns. */
    static final List<ContenderSetup> ALL = List.of(
            tern("tern", "default"),
            tern("tern-direct", "direct"),
            dubbo("dubbo-3.3.6", "hessian2", DUBBO_3_3_JARS),
            dubbo("dubbo-3.3.6-default", "default", DUBBO_3_3_JARS),
            dubbo("dubbo-2.7.23", "hessian2", DUBBO_2_7_JARS),
            grpc("grpc", "default"),
            grpc("grpc-direct", "direct"),
            netty("netty-pool", "pool"),
            netty("netty-io", "io"));

    private static ContenderSetup tern(String name, String variant) {
        return new ContenderSetup(name, "tern", "tern.TernContender", variant, TERN_JARS, List.of());
    }

    private static ContenderSetup dubbo(String name, String variant, String jars) {
        return new ContenderSetup(name, "dubbo", "dubbo.DubboContender", variant, jars, DUBBO_FLAGS);
    }

    private static ContenderSetup grpc(String name, String variant) {
        return new ContenderSetup(name, "grpc", "grpc.GrpcContender", variant, GRPC_JARS, List.of());
    }

    private static ContenderSetup netty(String name, String variant) {
        return new ContenderSetup(name, "netty", "netty.NettyContender", variant, NETTY_JARS, List.of());
    }

    static ContenderSetup named(String name) {
        return ALL.stream()
                .filter(setup -> setup.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no contender '" + name + "'; there are "
                        + ALL.stream().map(ContenderSetup::name).toList() + "."));
    }

    /** Whether its client can open more connections than one. */
    boolean hasManyConnections() {
        return !module.equals("netty");
    }

    /** Whether references are made at run time, from any interface. */
    boolean hasReferences() {
        return module.equals("tern") || module.equals("dubbo");
    }

    String className() {
        return "io.tern.rpc.benchmark." + type;
    }
}
