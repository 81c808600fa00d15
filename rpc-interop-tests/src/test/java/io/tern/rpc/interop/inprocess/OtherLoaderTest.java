// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.Tern;
import io.tern.rpc.interop.fixture.LocalTern;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service whose interface was loaded by another class loader than its consumer's. */
@Timeout(60)
class OtherLoaderTest {
    /** Defines the two classes anew. */
    private static final class OtherLoader extends ClassLoader {
        private static final Set<String> OWN = Set.of(Colour.class.getName(), Palette.class.getName());

        OtherLoader() {
            super(OtherLoaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!OWN.contains(name)) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? define(name) : known;
        }

        private Class<?> define(String name) {
            try (InputStream in =
                    Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"), name)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void anEnumIsTheConsumersOwnOnEitherSide() throws Exception {
        ClassLoader loader = new OtherLoader();
        @SuppressWarnings("unchecked")
        Class<Object> others = (Class<Object>) loader.loadClass(Palette.class.getName());
        Object blue = loader.loadClass(Colour.class.getName()).getEnumConstants()[1];
        Object service = Proxy.newProxyInstance(
                loader,
                new Class<?>[] {others},
                (proxy, method, arguments) -> method.getName().equals("same") ? arguments[0] : blue);
        try (Tern tern = LocalTern.provider(protocol -> {})) {
            tern.export(others, service, element -> {});
            Palette palette = tern.refer(Palette.class, reference -> {}).get();

            assertThat(palette.favourite()).isSameAs(Colour.BLUE);
            assertThat(palette.same(Colour.RED)).isSameAs(Colour.RED);
        }
    }
}
