// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.PortingAdvice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files in the form of Dubbo's extensions on the class path. Tern does not load them, and somebody relies on what is in
 * them: a filter that checks who may call shall not vanish without a word.
 *
 * <p>What belongs to Dubbo itself does not count: a line with a class in one of Dubbo's packages, from a jar that was built
 * as a part of Dubbo. So a Dubbo jar may stay on the class path during a migration.
 */
public final class DubboExtensions {
    /** The parameter or system property with what is known and does not stop the start. */
    public static final String IGNORE_SETTING = "tern.ignore-extensions";

    private static final String ALL = "*";
    /** Where Maven writes, into each jar of Dubbo, whose it is. */
    private static final List<String> DESCRIPTORS =
            List.of("META-INF/maven/org.apache.dubbo/", "META-INF/maven/com.alibaba/dubbo");

    /**
     * Extension points that applications implement, by their names without Dubbo's own packages: jars need not have entries
     * for directories, and the list of a directory would miss what is in those.
     */
    private static final List<String> USUAL_POINTS = List.of(
            "rpc.Filter",
            "rpc.HeaderFilter",
            "rpc.cluster.filter.ClusterFilter",
            "rpc.InvokerListener",
            "rpc.ExporterListener",
            "rpc.Protocol",
            "rpc.ProxyFactory",
            "rpc.cluster.Cluster",
            "rpc.cluster.LoadBalance",
            "rpc.cluster.RouterFactory",
            "rpc.cluster.router.state.StateRouterFactory",
            "rpc.cluster.ConfiguratorFactory",
            "rpc.cluster.Merger",
            "registry.RegistryFactory",
            "common.compiler.Compiler",
            "common.serialize.Serialization",
            "common.threadpool.ThreadPool",
            "common.status.StatusChecker",
            "monitor.MonitorFactory",
            "remoting.Codec2",
            "remoting.Dispatcher",
            "remoting.Transporter",
            "remoting.exchange.Exchanger",
            "remoting.telnet.TelnetHandler",
            "validation.Validation",
            "cache.CacheFactory");

    private final ClassLoader loader;
    private final Set<String> ignored;
    private final Map<String, Found> found = new LinkedHashMap<>();

    /** One file: what it is called in its jar or directory, where that is, and what the lines say. */
    private record Found(String path, String point, String place, List<String> lines) {}

    private DubboExtensions(ClassLoader loader, Set<String> ignored) {
        this.loader = loader;
        this.ignored = ignored;
    }

    /**
     * One problem for each file that counts and is not ignored.
     *
     * @param ignored names of files or of extension points, comma-separated; {@code *}: all. Empty: none
     */
    public static List<ConfigProblem> problems(ClassLoader loader, String ignored) {
        Set<String> names =
                Set.copyOf(Stream.of(ignored.split(",", -1)).map(String::strip).toList());
        return names.contains(ALL) ? List.of() : new DubboExtensions(loader, names).problems();
    }

    private List<ConfigProblem> problems() {
        try {
            for (String directory : PortingAdvice.DIRECTORIES) {
                for (URL url : all(directory)) {
                    list(url, directory);
                }
            }
            for (String directory : PortingAdvice.DIRECTORIES) {
                lookUp(directory);
            }
        } catch (IOException e) {
            return List.of(ConfigErrors.unreadableExtensions(String.valueOf(e.getMessage()), IGNORE_SETTING));
        }
        return found.values().stream()
                .filter(file -> !file.lines().isEmpty())
                .map(file -> ConfigErrors.dubboExtension(
                        file.path(),
                        file.place(),
                        file.point(),
                        String.join(", ", file.lines()),
                        PortingAdvice.of(file.point()),
                        IGNORE_SETTING))
                .toList();
    }

    private List<URL> all(String name) throws IOException {
        List<URL> urls = new ArrayList<>();
        Enumeration<URL> found = loader.getResources(name);
        while (found.hasMoreElements()) {
            urls.add(found.nextElement());
        }
        return urls;
    }

    private void lookUp(String directory) throws IOException {
        for (String prefix : PortingAdvice.PACKAGES) {
            for (String point : USUAL_POINTS) {
                for (URL url : all(directory + prefix + point)) {
                    take(url, directory + prefix + point);
                }
            }
        }
    }

    private void list(URL directory, String path) throws IOException {
        if (directory.getProtocol().equals("file")) {
            try (Stream<Path> files = Files.list(Path.of(directory.toURI()))) {
                for (Path file : files.sorted().toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (PortingAdvice.isOfDubbo(name) && Files.isRegularFile(file)) {
                        take(file.toUri().toURL(), path + name);
                    }
                }
            } catch (URISyntaxException e) {
                throw new IOException("the directory " + directory + " cannot be read", e);
            }
            return;
        }
        JarFile jar = jar(directory);
        if (jar == null) {
            return;
        }
        String start = entry(directory);
        for (JarEntry entry : jar.stream().toList()) {
            String name = entry.getName();
            String rest = name.startsWith(start) ? name.substring(start.length()) : "";
            if (PortingAdvice.isOfDubbo(rest) && rest.indexOf('/') < 0) {
                take(new URL(directory, rest), path + rest);
            }
        }
    }

    private static @Nullable JarFile jar(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        return connection instanceof JarURLConnection ofJar ? ofJar.getJarFile() : null;
    }

    private static String entry(URL directory) {
        String text = directory.toString();
        String entry = text.substring(text.lastIndexOf("!/") + 2);
        return entry.endsWith("/") ? entry : entry + "/";
    }

    private void take(URL url, String path) throws IOException {
        String point = path.substring(path.lastIndexOf('/') + 1);
        if (found.containsKey(url.toString()) || ignored.contains(path) || ignored.contains(point)) {
            return;
        }
        List<String> lines = new ArrayList<>();
        boolean ofDubbo = isPartOfDubbo(url);
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line : reader.lines().toList()) {
                String text = line.split("#", 2)[0].strip();
                String type = text.substring(text.indexOf('=') + 1).strip();
                boolean own = ofDubbo && PortingAdvice.isOfDubbo(type);
                if (!type.isEmpty() && !own) {
                    lines.add(text);
                }
            }
        }
        found.put(url.toString(), new Found(path, point, place(url, path), lines));
    }

    private static boolean isPartOfDubbo(URL url) throws IOException {
        JarFile jar = jar(url);
        return jar != null
                && jar.stream().anyMatch(entry -> DESCRIPTORS.stream().anyMatch(entry.getName()::startsWith));
    }

    /** The jar, or the directory, by its last name: paths of a machine say nothing to who builds the application. */
    private static String place(URL url, String path) {
        String text = url.toString();
        String root = text.substring(0, text.length() - path.length());
        String[] parts = Arrays.stream(root.split("[/!]", -1))
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
        return parts.length == 0 ? root : parts[parts.length - 1];
    }
}
