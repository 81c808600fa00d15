// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop;

import java.util.Map;
import org.springframework.context.support.ClassPathXmlApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Loads a Spring file of the harness, the same that Dubbo reads, with Tern in the process of the test. */
public final class SpringFile {
    static final String CONTEXT_PROPERTY = "interop.context";

    private static final String DIRECTORY = "io/tern/rpc/interop/process/";

    private SpringFile() {}

    public static ClassPathXmlApplicationContext load(String name, Map<String, Object> placeholders) {
        ClassPathXmlApplicationContext context =
                new ClassPathXmlApplicationContext(new String[] {DIRECTORY + name}, false);
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", placeholders));
        context.refresh();
        return context;
    }
}
