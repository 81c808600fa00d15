// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.EchoService;
import io.tern.rpc.GenericService;
import io.tern.rpc.proxy.Samples.Arrays;
import io.tern.rpc.proxy.Samples.Derived;
import io.tern.rpc.proxy.Samples.Echoing;
import io.tern.rpc.proxy.Samples.Finder;
import io.tern.rpc.proxy.Samples.Futures;
import io.tern.rpc.proxy.Samples.Generic;
import io.tern.rpc.proxy.Samples.Greeter;
import io.tern.rpc.proxy.Samples.Hidden;
import io.tern.rpc.proxy.Samples.NamedFinder;
import io.tern.rpc.proxy.Samples.ObjectLike;
import io.tern.rpc.proxy.Samples.Overloads;
import io.tern.rpc.proxy.Samples.OwnEcho;
import io.tern.rpc.proxy.Samples.Primitives;
import io.tern.rpc.proxy.Samples.PrimitivesBean;
import io.tern.rpc.proxy.Samples.Sealed;
import io.tern.rpc.proxy.Samples.Secret;
import io.tern.rpc.proxy.Samples.TextFinder;
import io.tern.rpc.proxy.Samples.Throwing;
import io.tern.rpc.proxy.Samples.TwoFinders;
import io.tern.rpc.proxy.Samples.WideFinder;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The rules both factories follow. */
abstract class ProxyFactoryContract {
    private final ProxyFactory factory = newFactory();
    private final Wired wired = new Wired(factory);

    abstract ProxyFactory newFactory();

    @Test
    void theFactoryIsFoundByServiceLoader() {
        assertThat(ServiceLoader.load(ProxyFactory.class))
                .filteredOn(found -> found.name().equals(factory.name()))
                .singleElement()
                .isInstanceOf(factory.getClass());
    }

    @Test
    void aCallGetsItsArgumentsBoxedAndInOrder() {
        Greeter greeter = wired.stub(Greeter.class, (method, arguments) -> "hello");

        assertThat(greeter.greet("tern", 2, 3L, 0.5, true)).isEqualTo("hello");
        assertThat(wired.onlyCall().arguments()).containsExactly("tern", 2, 3L, 0.5, true);
    }

    @Test
    void eachCallGetsAnArrayOfItsOwn() {
        Primitives stub = wired.stub(Primitives.class, (method, arguments) -> null);

        stub.nothing();
        stub.nothing();

        assertThat(wired.calls.get(0).arguments())
                .hasSize(0)
                .isNotSameAs(wired.calls.get(1).arguments());
    }

    @Test
    void anArgumentMayBeNull() {
        TextFinder stub = wired.stub(TextFinder.class, (method, arguments) -> null);

        assertThat(stub.find(null)).isNull();
        assertThat(wired.onlyCall().arguments()).containsExactly((Object) null);
    }

    @Test
    void aNullResultIsTheZeroOfAPrimitive() {
        Primitives stub = wired.stub(Primitives.class, (method, arguments) -> null);

        assertThat(stub.flip(true)).isFalse();
        assertThat(stub.echo((byte) 1)).isZero();
        assertThat(stub.echo((short) 1)).isZero();
        assertThat(stub.echo('a')).isEqualTo('\0');
        assertThat(stub.echo(1)).isZero();
        assertThat(stub.echo(1L)).isZero();
        assertThat(stub.echo(1f)).isZero();
        assertThat(stub.echo(1d)).isZero();
    }

    @Test
    void aVoidMethodIgnoresTheResult() {
        Primitives stub = wired.stub(Primitives.class, (method, arguments) -> "ignored");

        stub.nothing();

        assertThat(wired.calls).hasSize(1);
    }

    @Test
    void widePrimitivesAmongOthersKeepTheirPlaces() {
        Primitives stub = wired.loop(Primitives.class, new PrimitivesBean());

        assertThat(stub.mixed(1, 2, 3, 4, 5, "six", (byte) 7, 8))
                .isEqualTo(List.of(1L, 2d, 3, 4L, 5f, "six", (byte) 7, 8d).toString());
    }

    @Test
    void overloadsGoToTheirOwnCalls() {
        Overloads stub = wired.stub(Overloads.class, (method, arguments) -> method.parameterDescriptor());

        assertThat(stub.pick((Object) "a")).isEqualTo("Ljava/lang/Object;");
        assertThat(stub.pick("a")).isEqualTo("Ljava/lang/String;");
        assertThat(stub.pick(1)).isEqualTo("I");
        assertThat(stub.pick(Integer.valueOf(1))).isEqualTo("Ljava/lang/Integer;");
        assertThat(stub.pick(new String[0])).isEqualTo("[Ljava/lang/String;");
        assertThat(stub.pick(new int[0][])).isEqualTo("[[I");
        assertThat(stub.pick()).isEmpty();
    }

    @Test
    void inheritedAndDefaultMethodsAreCalls() {
        Derived stub = wired.stub(Derived.class, (method, arguments) -> method.name() + " " + arguments[0]);

        assertThat(stub.own("a")).isEqualTo("own a");
        assertThat(stub.inherited("b")).isEqualTo("inherited b");
        assertThat(stub.defaulted("c")).isEqualTo("defaulted c");
        assertThat(wired.calls).hasSize(3);
    }

    @Test
    void bothErasuresOfAGenericMethodGoToTheSameCall() {
        TextFinder stub = wired.stub(TextFinder.class, (method, arguments) -> "found " + arguments[0]);
        Finder<String, String> general = stub;

        assertThat(stub.find("a")).isEqualTo("found a");
        assertThat(general.find("b")).isEqualTo("found b");
        assertThat(wired.calls)
                .extracting(Wired.Call::method)
                .containsOnly(wired.calls.get(0).method());
        assertThat(wired.calls.get(0).method()).endsWith("find(String)");
    }

    @Test
    void aBridgeGoesToTheMethodTheCompilerMadeItFor() {
        TwoFinders stub = wired.stub(TwoFinders.class, (method, arguments) -> method.parameterDescriptor());
        Finder<String, String> general = stub;

        assertThat(general.find("a")).isEqualTo("Ljava/lang/String;");
        assertThat(stub.find(1)).isEqualTo("Ljava/lang/Integer;");
    }

    @Test
    void aWiderReturnTypeOfAnotherInterfaceGoesToTheSameCall() {
        WideFinder stub = wired.stub(WideFinder.class, (method, arguments) -> "found " + arguments[0]);

        assertThat(((NamedFinder) stub).find("a")).isEqualTo("found a");
        assertThat(((TextFinder) stub).find("a")).isEqualTo("found a");
        assertThat(stub.find("a")).isEqualTo("found a");
        assertThat(wired.calls)
                .extracting(Wired.Call::method)
                .containsOnly(wired.calls.get(0).method());
    }

    @Test
    void arraysAndVarargsArePassedAsTheyAre() {
        Arrays stub = wired.stub(Arrays.class, (method, arguments) -> arguments[0]);
        String[] words = {"a", "b"};
        int[][] grid = {{1}, {2, 3}};
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<String>[] lists = new List[] {List.of("x")};

        assertThat(stub.words(words)).isSameAs(words);
        assertThat(stub.words()).isEmpty();
        assertThat(stub.grid(grid)).isSameAs(grid);
        assertThat(stub.lists(lists)).isSameAs(lists);
    }

    @Test
    void declaredExceptionsPassAsTheyAre() {
        IOException thrown = new IOException("no such file");
        Throwing stub = wired.stub(Throwing.class, (method, arguments) -> {
            throw thrown;
        });

        assertThatThrownBy(() -> stub.read("x")).isSameAs(thrown);
    }

    @Test
    void uncheckedExceptionsAndErrorsPassAsTheyAre() {
        RuntimeException unchecked = new IllegalStateException();
        Error error = new AssertionError();
        Throwing one = wired.stub(Throwing.class, (method, arguments) -> {
            throw unchecked;
        });
        Throwing other = wired.stub(Throwing.class, (method, arguments) -> {
            throw error;
        });

        assertThatThrownBy(() -> one.read("x")).isSameAs(unchecked);
        assertThatThrownBy(() -> other.read("x")).isSameAs(error);
    }

    @Test
    void aFutureIsPassedThrough() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Futures stub = wired.stub(Futures.class, (method, arguments) -> future);

        assertThat(stub.later("x")).isSameAs(future);
    }

    @Test
    void everyStubEchoesThroughTheLastCall() {
        Greeter stub = wired.stub(Greeter.class, (method, arguments) -> arguments[0]);

        assertThat(((EchoService) stub).$echo("ping")).isEqualTo("ping");
        assertThat(wired.onlyCall().method()).startsWith("1 ");
    }

    @Test
    void anInterfaceWithEchoEchoesThroughTheLastCallToo() {
        assertThat(wired.stub(Echoing.class, (method, arguments) -> arguments[0])
                        .$echo("ping"))
                .isEqualTo("ping");
        assertThat(wired.onlyCall().method()).startsWith("2 ");
        wired.calls.clear();
        assertThat(wired.stub(OwnEcho.class, (method, arguments) -> arguments[0])
                        .$echo("ping"))
                .isEqualTo("ping");
        assertThat(wired.onlyCall().method()).startsWith("1 ");
        wired.calls.clear();
        assertThat(wired.stub(EchoService.class, (method, arguments) -> arguments[0])
                        .$echo("ping"))
                .isEqualTo("ping");
        assertThat(wired.onlyCall().method()).startsWith("1 ");
    }

    @Test
    void genericServiceIsAnInterfaceLikeOthers() {
        Generic stub = wired.stub(Generic.class, (method, arguments) -> method.name());

        assertThat(((GenericService) stub).$invoke("find", null, new Object[0])).isEqualTo("$invoke");
        assertThat(((EchoService) stub).$echo("ping")).isEqualTo("$echo");
    }

    @Test
    void objectMethodsAreNeverCalls() {
        Greeter one = wired.stub(Greeter.class, (method, arguments) -> null);
        Greeter other = wired.stub(Greeter.class, (method, arguments) -> null);

        assertThat(one).hasToString("reference to Greeter").isEqualTo(one).isNotEqualTo(other);
        assertThat(one.hashCode()).isEqualTo(System.identityHashCode(one));
        assertThat(new HashSet<>(List.of(one, other))).hasSize(2);
        assertThat(wired.calls).isEmpty();
    }

    @Test
    void objectMethodsThatAnInterfaceDeclaresAgainAreNeverCalls() throws Exception {
        ObjectLike stub = wired.stub(ObjectLike.class, (method, arguments) -> null);

        assertThat(stub.toString()).isEqualTo("reference to ObjectLike");
        assertThat(stub.hashCode()).isEqualTo(System.identityHashCode(stub));
        assertThat(stub.equals(stub)).isTrue();
        Method finalizer = ObjectLike.class.getMethod("finalize");
        finalizer.invoke(stub);
        assertThat(wired.calls).isEmpty();
    }

    @Test
    void overloadsOfObjectMethodsAreCalls() {
        ObjectLike stub = wired.stub(ObjectLike.class, (method, arguments) -> method.name());

        assertThat(stub.toString(16)).isEqualTo("toString");
        assertThat(stub.clone()).isEqualTo("clone");
    }

    @Test
    void aPackagePrivateInterfaceWithPackagePrivateTypesWorksBothWays() {
        Secret secret = new Secret();
        Hidden stub = wired.loop(Hidden.class, value -> value);

        assertThat(stub.open(secret)).isSameAs(secret);
    }

    @Test
    void anInterfaceOfAClosedModuleWorksBothWays() throws Exception {
        Callable<?> stub = wired.loop(Callable.class, () -> "called");

        assertThat(stub.call()).isEqualTo("called");
    }

    @Test
    void referencesToOneInterfaceHaveCallsOfTheirOwn() {
        TextFinder one = wired.stub(TextFinder.class, (method, arguments) -> "one");
        TextFinder other = wired.stub(TextFinder.class, (method, arguments) -> "other");

        assertThat(one.find("x")).isEqualTo("one");
        assertThat(other.find("x")).isEqualTo("other");
        assertThat(one.getClass()).isSameAs(other.getClass());
    }

    @Test
    void aClassIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.stub(String.class, List.of(), List.of(), ""))
                .withMessageContaining("java.lang.String is a class");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.dispatcher(String.class, List.of()))
                .withMessageContaining("java.lang.String is a class");
    }

    @Test
    void aSealedInterfaceIsRefusedForStubsOnly() throws Throwable {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wired.stub(Sealed.class, (method, arguments) -> null))
                .withMessageContaining("sealed");
        ServiceDispatcher dispatcher = factory.dispatcher(Sealed.class, MethodDescriptor.of(Sealed.class));
        assertThat(dispatcher.dispatch(0, new Sealed.Only(), new Object[] {"x"}))
                .isEqualTo("x");
    }

    @Test
    void aMissingDescriptorIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> factory.stub(Greeter.class, List.of(), List.of(), ""))
                .withMessageContaining("greet");
    }

    @Test
    void aDispatcherCallsEveryMethodOfTheInterface() throws Throwable {
        ServiceDispatcher dispatcher = factory.dispatcher(Derived.class, MethodDescriptor.of(Derived.class));
        Derived service = new Derived() {
            @Override
            public String own(String value) {
                return "own " + value;
            }

            @Override
            public String inherited(String value) {
                return "inherited " + value;
            }
        };

        Set<Object> answers = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            answers.add(dispatcher.dispatch(i, service, new Object[] {"x"}));
        }

        assertThat(answers).containsExactlyInAnyOrder("own x", "inherited x", "local x");
    }

    @Test
    void aDispatcherCallsBothErasuresOfAGenericMethod() throws Throwable {
        ServiceDispatcher dispatcher = factory.dispatcher(TextFinder.class, MethodDescriptor.of(TextFinder.class));
        TextFinder service = key -> "found " + key;

        Object[] key = {"x"};
        assertThat(dispatcher.dispatch(Wired.index(TextFinder.class, "find", String.class), service, key))
                .isEqualTo("found x");
        assertThat(dispatcher.dispatch(Wired.index(TextFinder.class, "find", Object.class), service, key))
                .isEqualTo("found x");
    }

    @Test
    void aDispatcherThrowsWhatTheServiceThrew() {
        IOException thrown = new IOException();
        ServiceDispatcher dispatcher = factory.dispatcher(Throwing.class, MethodDescriptor.of(Throwing.class));
        Throwing service = file -> {
            throw thrown;
        };

        assertThatThrownBy(() -> dispatcher.dispatch(0, service, new Object[] {"x"}))
                .isSameAs(thrown);
    }

    @Test
    void aDispatcherGivesNullForVoid() throws Throwable {
        ServiceDispatcher dispatcher = factory.dispatcher(Throwing.class, MethodDescriptor.of(Throwing.class));

        assertThat(dispatcher.dispatch(0, (Throwing) file -> {}, new Object[] {"x"}))
                .isNull();
    }

    @Test
    void anUnknownIndexIsAClearError() {
        ServiceDispatcher dispatcher = factory.dispatcher(Greeter.class, MethodDescriptor.of(Greeter.class));

        for (int index : new int[] {-1, 1, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> dispatcher.dispatch(index, new Object(), new Object[0]))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining(Greeter.class.getName())
                    .hasMessageEndingWith(" " + index);
        }
    }

    @Test
    void anInterfaceWithoutMethodsHasADispatcher() {
        interface Empty {}
        ServiceDispatcher dispatcher = factory.dispatcher(Empty.class, List.of());

        assertThatThrownBy(() -> dispatcher.dispatch(0, new Object(), new Object[0]))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aDispatcherRefusesAServiceOfAnotherType() {
        ServiceDispatcher dispatcher = factory.dispatcher(Throwing.class, MethodDescriptor.of(Throwing.class));

        assertThatThrownBy(() -> dispatcher.dispatch(0, "no service", new Object[] {"x"}))
                .isInstanceOf(ClassCastException.class);
    }
}
