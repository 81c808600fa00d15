// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Defines {@link Samples} and some of its members again, as another application would have them. */
final class IsolatedLoader extends ClassLoader {
    private final Set<String> own;

    IsolatedLoader(ClassLoader parent, Class<?>... own) {
        super(parent);
        this.own = Stream.concat(Stream.of(Samples.class), Stream.of(own))
                .map(Class::getName)
                .collect(Collectors.toSet());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null || !own.contains(name)) {
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
            try (InputStream bytes =
                    IsolatedLoader.class.getResourceAsStream('/' + name.replace('.', '/') + ".class")) {
                byte[] read = bytes.readAllBytes();
                return defineClass(name, read, 0, read.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    Class<?> load(Class<?> type) {
        try {
            return loadClass(type.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
