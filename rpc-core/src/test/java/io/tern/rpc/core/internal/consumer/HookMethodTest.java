// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.HookSettings;
import io.tern.rpc.spi.MethodDescriptor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HookMethodTest {
    private static final HookSettings HOOK = new HookSettings("bean", "done");
    private final List<Object> seen = new ArrayList<>();

    interface Service<T> {
        T find(int id);

        void save(String name, Object value);
    }

    interface StringService extends Service<String> {}

    private static MethodDescriptor method(String name) {
        return MethodDescriptor.of(StringService.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void run(Class<?> type, Object bean, String method, @Nullable Object outcome, Object... arguments)
            throws Throwable {
        MethodDescriptor called = method(method);
        HookMethod.forOutcome(HOOK, type, called, called.resultType(), name -> bean)
                .orElseThrow()
                .run(outcome, arguments);
    }

    /** Takes what the erased signature only promises as an Object, and a wider number. */
    public final class Narrow {
        public void done(String result, long id) {
            seen.add(result + id);
        }
    }

    @Test
    void parameterMayBeNarrowerThanAnErasedResultAndWiderThanAPrimitive() throws Throwable {
        run(Narrow.class, new Narrow(), "find", "foo", 7);

        assertThat(seen).containsExactly("foo7");
    }

    /** All forms at once. */
    public final class Overloaded {
        public void done(Object result) {
            seen.add("result");
        }

        public void done(Object result, Object[] arguments) {
            seen.add("array of " + arguments.length);
        }

        public void done(Object result, String name, Object value) {
            seen.add("arguments " + name + value);
        }
    }

    @Test
    void mostDetailedOverloadThatFitsIsTaken() throws Throwable {
        run(Overloaded.class, new Overloaded(), "save", null, "n", 1);
        run(Overloaded.class, new Overloaded(), "find", "foo", 7);

        assertThat(seen).containsExactly("arguments n1", "array of 1");
    }

    @Test
    void voidResultDoesNotFitAPrimitive() {
        MethodDescriptor called = method("save");

        assertThat(HookMethod.forOutcome(HOOK, Primitive.class, called, called.resultType(), name -> ""))
                .isEmpty();
    }

    /** Could not be given null. */
    public static final class Primitive {
        public void done(int result) {}
    }

    /** What a proxied bean is seen as. */
    public interface Listener {
        void done(Object result);
    }

    /** What the bean's definition says. */
    public static final class ListenerBean implements Listener {
        @Override
        public void done(Object result) {
            throw new AssertionError("The proxy stands for it");
        }
    }

    @Test
    void beanMayTurnOutToBeAProxyOfItsTypesInterfaceAndIsNotAskedForEarly() throws Throwable {
        Object proxy = Proxy.newProxyInstance(
                Listener.class.getClassLoader(), new Class<?>[] {Listener.class}, (self, method, arguments) -> {
                    seen.add(arguments[0]);
                    return null;
                });
        MethodDescriptor called = method("find");
        List<String> asked = new ArrayList<>();
        HookMethod hook = HookMethod.forOutcome(HOOK, ListenerBean.class, called, called.resultType(), name -> {
                    asked.add(name);
                    return Map.of("bean", proxy).get(name);
                })
                .orElseThrow();
        assertThat(asked).isEmpty();

        hook.run("foo", new Object[] {1});
        hook.run("bar", new Object[] {1});

        assertThat(seen).containsExactly("foo", "bar");
        assertThat(asked).containsExactly("bean");
    }
}
