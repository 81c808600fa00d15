// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.registry;

import io.tern.rpc.interop.harness.DubboVersion;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The multicast registry of a real Dubbo, in a class loader of its own. */
final class DubboMulticast implements AutoCloseable {
    private final URLClassLoader loader;
    private final String home;
    private final Class<?> urlType;
    private final Object registry;
    private final List<String> latest = new CopyOnWriteArrayList<>();

    DubboMulticast(DubboVersion version, String group, Path cache) throws Exception {
        loader = new URLClassLoader(urls(version), ClassLoader.getPlatformClassLoader());
        home = version == DubboVersion.V2_6 ? "com.alibaba.dubbo." : "org.apache.dubbo.";
        urlType = loader.loadClass(home + "common.URL");
        registry = inside(() -> loader.loadClass(home + "registry.multicast.MulticastRegistry")
                .getConstructor(urlType)
                .newInstance(url("multicast://" + group + "?file.cache=false&file-cache=false&file=" + cache)));
    }

    private static URL[] urls(DubboVersion version) throws MalformedURLException {
        URL[] urls = new URL[version.jars().size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = Path.of(version.jars().get(i)).toUri().toURL();
        }
        return urls;
    }

    void register(String url) throws Exception {
        inside(() -> registry.getClass().getMethod("register", urlType).invoke(registry, url(url)));
    }

    void unregister(String url) throws Exception {
        inside(() -> registry.getClass().getMethod("unregister", urlType).invoke(registry, url(url)));
    }

    /** Subscribes; what it hears last is in {@link #latest}. Blocks as long as the URL's {@code timeout} says. */
    void subscribe(String url) throws Exception {
        Class<?> listenerType = loader.loadClass(home + "registry.NotifyListener");
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "notify" -> {
                List<String> heard = ((List<?>) arguments[0])
                        .stream().map(DubboMulticast::fullText).toList();
                latest.clear();
                latest.addAll(heard);
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "listener";
            default -> null;
        };
        Object listener = Proxy.newProxyInstance(loader, new Class<?>[] {listenerType}, handler);
        inside(() -> registry.getClass()
                .getMethod("subscribe", urlType, listenerType)
                .invoke(registry, url(url), listener));
    }

    /** The URLs of the latest notification. */
    List<String> latest() {
        return List.copyOf(latest);
    }

    private Object url(String text) throws Exception {
        return urlType.getMethod("valueOf", String.class).invoke(null, text);
    }

    private static String fullText(Object url) {
        try {
            return (String) url.getClass().getMethod("toFullString").invoke(url);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        Object run() throws Exception;
    }

    // Dubbo looks for its extensions in the class loader of the thread.
    private Object inside(Work work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            inside(() -> registry.getClass().getMethod("destroy").invoke(registry));
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            loader.close();
        }
    }
}
