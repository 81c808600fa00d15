// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Plain hessian-lite 3.2.13 as Dubbo 2.7 uses it. Its classes have the names of those of 4.0.4, so it lives in a class loader of
 * its own.
 */
final class OldOracle {
    private static final String PACKAGE = "com.alibaba.com.caucho.hessian.io.";
    private static final Path JAR = Path.of("target", "peers", "hessian-lite-3.2.13.jar");

    private final Class<?> factoryType;
    private final Constructor<?> input;
    private final Constructor<?> output;
    private final Object factory;

    OldOracle() throws Exception {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing; Maven puts it there before it compiles the tests");
        }
        // Never closed: classes are loaded from it until the tests end.
        ClassLoader loader = new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        factoryType = loader.loadClass(PACKAGE + "SerializerFactory");
        input = loader.loadClass(PACKAGE + "Hessian2Input").getConstructor(InputStream.class);
        output = loader.loadClass(PACKAGE + "Hessian2Output").getConstructor(OutputStream.class);
        factory = factoryType.getConstructor(ClassLoader.class).newInstance(OldOracle.class.getClassLoader());
    }

    byte[] write(Object value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Object out = output.newInstance(bytes);
        call(out, "setSerializerFactory", factoryType, factory);
        call(out, "writeObject", Object.class, value);
        out.getClass().getMethod("flush").invoke(out);
        return bytes.toByteArray();
    }

    Object read(byte[] bytes) throws Exception {
        Object in = input.newInstance(new ByteArrayInputStream(bytes));
        call(in, "setSerializerFactory", factoryType, factory);
        return in.getClass().getMethod("readObject").invoke(in);
    }

    private static void call(Object target, String name, Class<?> type, Object argument) throws Exception {
        target.getClass().getMethod(name, type).invoke(target, argument);
    }
}
