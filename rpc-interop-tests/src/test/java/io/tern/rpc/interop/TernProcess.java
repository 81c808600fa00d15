// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import io.tern.rpc.interop.harness.LocalProcess;
import io.tern.rpc.interop.process.ProviderProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Main classes of the harness in processes of their own, with Tern on the class path in place of Dubbo. */
public final class TernProcess {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private TernProcess() {}

    /**
     * All services of provider.xml; serves when this returns.
     *
     * @param classesFirst classes that win over those of the same names
     * @param port to listen on
     */
    static LocalProcess provider(Path classesFirst, int port) {
        Map<String, String> properties = new HashMap<>();
        properties.put(SpringFile.CONTEXT_PROPERTY, TernCallContext.class.getName());
        properties.put("interop.downstream", "127.0.0.1:" + port);
        String classPath = classesFirst + File.pathSeparator + System.getProperty("java.class.path");
        return provider("Tern provider", classPath, port, properties);
    }

    /** The provider of the file that the property {@code interop.file} names; serves when this returns. */
    public static LocalProcess provider(String name, int port, Map<String, String> properties) {
        return provider(name, System.getProperty("java.class.path"), port, properties);
    }

    private static LocalProcess provider(String name, String classPath, int port, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent("interop.host", "127.0.0.1");
        all.put("interop.port", String.valueOf(port));
        return ready(LocalProcess.start(name, classPath, all, ProviderProcess.class.getName(), List.of()));
    }

    /** Any main class that says when it is ready. */
    public static LocalProcess of(String name, Class<?> main, Map<String, String> properties, List<String> arguments) {
        Map<String, String> all = new HashMap<>(properties);
        all.put(SpringFile.CONTEXT_PROPERTY, TernCallContext.class.getName());
        return ready(LocalProcess.start(name, System.getProperty("java.class.path"), all, main.getName(), arguments));
    }

    private static LocalProcess ready(LocalProcess process) {
        try {
            process.awaitReady(LONGEST_START);
            return process;
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }
}
