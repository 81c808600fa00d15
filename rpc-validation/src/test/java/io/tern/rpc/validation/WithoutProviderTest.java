// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A class path on which the implementation of Bean Validation is missing, or what it needs. */
class WithoutProviderTest {
    /** What the check of the first method says on the class path of this test without some jars. */
    private static Throwable failureWithout(String... jars) throws Exception {
        List<URL> left = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (List.of(jars).stream().noneMatch(entry::contains)) {
                left.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(left.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Object validation = loader.loadClass(BeanValidation.class.getName())
                    .getConstructor()
                    .newInstance();
            Class<?> descriptor = loader.loadClass("io.tern.rpc.spi.MethodDescriptor");
            List<?> methods = (List<?>) descriptor
                    .getMethod("of", Class.class)
                    .invoke(null, loader.loadClass(OrderService.class.getName()));
            Throwable failure = catchThrowable(() ->
                    validation.getClass().getMethod("forMethod", descriptor).invoke(validation, methods.get(0)));
            return failure instanceof InvocationTargetException ? failure.getCause() : failure;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void theMessageSaysWhatToAdd() throws Exception {
        assertThat(failureWithout("hibernate-validator"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no implementation of Bean Validation works here")
                .hasMessageContaining("add org.hibernate.validator:hibernate-validator");
        assertThat(failureWithout("jakarta.el", "expressly"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jakarta.el");
        assertThat(failureWithout()).isNull();
    }
}
