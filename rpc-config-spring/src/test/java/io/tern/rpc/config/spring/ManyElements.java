// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** As many references and services as are wanted, each with an interface of five methods of its own, as in a large application. */
final class ManyElements {
    private static final String PACKAGE = "io.tern.rpc.config.spring.many";

    private ManyElements() {}

    /** Compiles the interfaces, and the classes that serve them. */
    static ClassLoader compile(Path directory, int count) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        for (int i = 0; i < count; i++) {
            StringBuilder methods = new StringBuilder();
            StringBuilder bodies = new StringBuilder();
            for (int method = 0; method < 5; method++) {
                String head = "String method" + method + "(String text, int number)";
                methods.append("    ").append(head).append(";\n");
                bodies.append("    public ").append(head).append(" { return text + number; }\n");
            }
            write(sources, "Service" + i, "public interface Service" + i + " {\n" + methods);
            write(sources, "Server" + i, "public class Server" + i + " implements Service" + i + " {\n" + bodies);
        }
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        try (Stream<Path> files = Files.list(sources)) {
            files.forEach(file -> arguments.add(file.toString()));
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0])) != 0) {
            throw new IllegalStateException("The classes in " + sources + " do not compile.");
        }
        return loader(directory);
    }

    private static void write(Path sources, String name, String text) throws IOException {
        Files.writeString(sources.resolve(name + ".java"), "package " + PACKAGE + ";\n" + text + "}\n");
    }

    /** The classes of a directory that was compiled before. */
    static ClassLoader loader(Path directory) throws IOException {
        URL classes = directory.resolve("classes").toUri().toURL();
        return new URLClassLoader(new URL[] {classes}, ManyElements.class.getClassLoader());
    }

    /** Elements for a file: services at the port, and references to the address. */
    static String xml(int count, int port, String url, String referenceAttributes) {
        StringBuilder xml = new StringBuilder("<dubbo:protocol name=\"dubbo\" host=\"127.0.0.1\" port=\"" + port
                + "\"/>\n" + "<dubbo:provider timeout=\"3000\"/><dubbo:consumer timeout=\"3000\"/>\n");
        for (int i = 0; i < count; i++) {
            xml.append("<bean id=\"server%1$d\" class=\"%2$s.Server%1$d\"/>\n".formatted(i, PACKAGE));
            xml.append("<dubbo:service interface=\"%2$s.Service%1$d\" ref=\"server%1$d\" executes=\"20\"/>\n"
                    .formatted(i, PACKAGE));
            xml.append(("<dubbo:reference id=\"service%1$d\" interface=\"%2$s.Service%1$d\" url=\"%3$s\" %4$s>"
                            + "<dubbo:method name=\"method1\" retries=\"0\"/></dubbo:reference>\n")
                    .formatted(i, PACKAGE, url, referenceAttributes));
        }
        return xml.toString();
    }
}
