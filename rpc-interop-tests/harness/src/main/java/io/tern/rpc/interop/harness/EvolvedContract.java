// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Another version of {@code io.tern.rpc.interop.api.Customer}: lacks {@code nickname}, adds {@code email} and {@code score}. */
public final class EvolvedContract {
    private static final String SOURCE = """
            package io.tern.rpc.interop.api;

            public class Customer implements java.io.Serializable {
                public long id;
                public String name;
                public String email = "default@example.org";
                public int score = 5;
                public java.util.List<String> tags;
            }
            """;

    private EvolvedContract() {}

    /** Compiles that class into the directory, for {@link PeerLauncher#classesFirst}. */
    public static Path compile(Path directory) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException(
                    "The tests need a JDK, and " + System.getProperty("java.home") + " is none.");
        }
        try {
            Path source = Files.createDirectories(directory.resolve("source")).resolve("Customer.java");
            Path classes = Files.createDirectories(directory.resolve("classes"));
            Files.writeString(source, SOURCE);
            int result = compiler.run(null, null, null, "--release", "17", "-d", classes.toString(), source.toString());
            if (result != 0) {
                throw new IllegalStateException("The evolved contract does not compile.");
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the evolved contract to " + directory, e);
        }
    }
}
