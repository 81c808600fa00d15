// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tern.rpc.EchoService;
import io.tern.rpc.proxy.Samples.Greeter;
import io.tern.rpc.proxy.Samples.Hidden;
import io.tern.rpc.proxy.Samples.Secret;
import io.tern.rpc.proxy.Samples.Throwing;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Interfaces of other class loaders, and the unloading of what was generated. */
class ClassLoadersTest {
    private static final int COLLECTIONS = 50;

    static Stream<ProxyFactory> factories() {
        return Stream.of(new JavassistProxyFactory(), new JdkProxyFactory());
    }

    @ParameterizedTest
    @MethodSource("factories")
    void anInterfaceOfAChildLoaderWorksBothWays(ProxyFactory factory) throws Throwable {
        Class<?> type = child(Greeter.class).load(Greeter.class);

        assertThat(greet(type, roundTrip(factory, type))).isEqualTo("hello tern");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aPackagePrivateInterfaceOfAChildLoaderWorksBothWays(ProxyFactory factory) throws Throwable {
        IsolatedLoader loader = child(Hidden.class, Secret.class);
        Class<?> type = loader.load(Hidden.class);
        var secretConstructor = loader.load(Secret.class).getDeclaredConstructor();
        secretConstructor.setAccessible(true);
        Object secret = secretConstructor.newInstance();
        Object service = proxy(type, (method, arguments) -> arguments[0]);
        Object stub = loop(factory, type, service);

        Method open = type.getDeclaredMethods()[0];
        open.setAccessible(true);
        assertThat(open.invoke(stub, secret)).isSameAs(secret);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void severalInterfacesOfOnePackageOfAChildLoaderWork(ProxyFactory factory) throws Throwable {
        IsolatedLoader loader = child(Greeter.class, Throwing.class);

        assertThat(greet(loader.load(Greeter.class), roundTrip(factory, loader.load(Greeter.class))))
                .isEqualTo("hello tern");
        Class<?> throwing = loader.load(Throwing.class);
        assertThat(loop(factory, throwing, proxy(throwing, (method, arguments) -> null)))
                .isInstanceOf(throwing);
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aPublicInterfaceOfALoaderThatDoesNotKnowTernWorksBothWays(ProxyFactory factory) throws Throwable {
        Class<?> type = new IsolatedLoader(ClassLoader.getPlatformClassLoader(), Greeter.class).load(Greeter.class);

        Object stub = roundTrip(factory, type);

        assertThat(greet(type, stub)).isEqualTo("hello tern");
        assertThat(((EchoService) stub).$echo("ping")).isEqualTo("ping");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void aPackagePrivateInterfaceOfALoaderThatDoesNotKnowTernIsRefused(ProxyFactory factory) {
        Class<?> type =
                new IsolatedLoader(ClassLoader.getPlatformClassLoader(), Hidden.class, Secret.class).load(Hidden.class);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Wired(factory).stub(type, (method, arguments) -> null))
                .withMessageContaining(Hidden.class.getName())
                .withMessageContaining("Make the interface public");
    }

    @Test
    void stubsAreHiddenClassesWhereverTheInterfaceComesFrom() throws Throwable {
        ProxyFactory factory = new JavassistProxyFactory();
        for (Class<?> type : List.of(Greeter.class, child(Greeter.class).load(Greeter.class), Runnable.class)) {
            assertThat(new Wired(factory)
                            .stub(type, (method, arguments) -> null)
                            .getClass()
                            .isHidden())
                    .as(type + " of " + type.getClassLoader())
                    .isTrue();
            assertThat(factory.dispatcher(type, MethodDescriptor.of(type))
                            .getClass()
                            .isHidden())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("factories")
    void theLoaderOfAnInterfaceIsFreedWhileTheFactoryLives(ProxyFactory factory) throws Throwable {
        WeakReference<ClassLoader> loader = useOnce(factory);

        assertThat(collected(loader)).isTrue();
    }

    @Test
    void theClassOfAStubIsFreedWhileInterfaceAndFactoryLive() throws InterruptedException {
        ProxyFactory factory = new JavassistProxyFactory();
        WeakReference<Class<?>> stub = new WeakReference<>(new Wired(factory)
                .stub(Greeter.class, (method, arguments) -> null)
                .getClass());
        WeakReference<Class<?>> dispatcher =
                new WeakReference<>(factory.dispatcher(Greeter.class, MethodDescriptor.of(Greeter.class))
                        .getClass());

        assertThat(collected(stub)).isTrue();
        assertThat(collected(dispatcher)).isTrue();
    }

    @Test
    void aClassIsKeptWhileAStubLives() {
        ProxyFactory factory = new JavassistProxyFactory();
        List<Object> stubs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            stubs.add(new Wired(factory).stub(Greeter.class, (method, arguments) -> null));
            System.gc();
        }

        assertThat(stubs).extracting(Object::getClass).containsOnly(stubs.get(0).getClass());
    }

    private static WeakReference<ClassLoader> useOnce(ProxyFactory factory) throws Throwable {
        IsolatedLoader loader = child(Greeter.class);
        Class<?> type = loader.load(Greeter.class);
        assertThat(greet(type, roundTrip(factory, type))).isEqualTo("hello tern");
        return new WeakReference<>(loader);
    }

    private static boolean collected(WeakReference<?> reference) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
            System.gc();
            Thread.sleep(10); // for the threads that let go of what leads there
        }
        return reference.get() == null;
    }

    private static IsolatedLoader child(Class<?>... own) {
        return new IsolatedLoader(ClassLoadersTest.class.getClassLoader(), own);
    }

    private static Object roundTrip(ProxyFactory factory, Class<?> type) {
        return loop(factory, type, proxy(type, (method, arguments) -> "hello " + arguments[0]));
    }

    private static Object loop(ProxyFactory factory, Class<?> type, Object service) {
        ServiceDispatcher dispatcher = factory.dispatcher(type, MethodDescriptor.of(type));
        return new Wired(factory)
                .stub(
                        type,
                        (method, arguments) -> method.name().equals("$echo")
                                ? arguments[0]
                                : dispatcher.dispatch(method.index(), service, arguments));
    }

    private static Object greet(Class<?> type, Object stub) throws ReflectiveOperationException {
        return type.getMethod("greet", String.class, int.class, long.class, double.class, boolean.class)
                .invoke(stub, "tern", 1, 1L, 1d, true);
    }

    @FunctionalInterface
    private interface Body {
        Object answer(Method method, Object[] arguments);
    }

    private static Object proxy(Class<?> type, Body body) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> body.answer(method, arguments));
    }
}
