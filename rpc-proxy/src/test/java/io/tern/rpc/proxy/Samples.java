// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy;

import io.tern.rpc.EchoService;
import io.tern.rpc.GenericService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Service interfaces of every shape that stubs and dispatchers must cope with. */
public final class Samples {
    private Samples() {}

    public interface Greeter {
        String greet(String name, int times, long id, double share, boolean loud);
    }

    /** All primitives, in and out. */
    public interface Primitives {
        boolean flip(boolean value);

        byte echo(byte value);

        short echo(short value);

        char echo(char value);

        int echo(int value);

        long echo(long value);

        float echo(float value);

        double echo(double value);

        void nothing();

        String mixed(long a, double b, int c, long d, float e, Object f, byte g, double h);
    }

    public interface Overloads {
        String pick(Object value);

        String pick(String value);

        String pick(int value);

        String pick(Integer value);

        String pick(String[] value);

        String pick(int[][] value);

        String pick();
    }

    public interface Finder<T, R> {
        R find(T key);
    }

    public interface NamedFinder {
        Object find(String key);
    }

    /** Narrows parameter and return type, so the compiler adds a bridge for {@code find(Object)}. */
    public interface TextFinder extends Finder<String, String> {
        @Override
        String find(String key);
    }

    /** Two bridges with different targets: only their own bodies know which. */
    public interface TwoFinders extends Finder<String, String> {
        @Override
        String find(String key);

        String find(Integer key);
    }

    /** The same parameters with a wider return type from another interface. */
    public interface WideFinder extends TextFinder, NamedFinder {
        @Override
        String find(String key);
    }

    public interface Base {
        String inherited(String value);

        default String defaulted(String value) {
            return "local " + value;
        }
    }

    public interface Derived extends Base {
        String own(String value);

        static String helper() {
            return "static";
        }
    }

    public interface Arrays {
        String[] words(String... words);

        int[][] grid(int[]... rows);

        List<String>[] lists(List<String>[] lists);
    }

    public interface Throwing {
        void read(String file) throws IOException;
    }

    public interface Futures {
        CompletableFuture<String> later(String value);
    }

    public interface Echoing extends EchoService {
        String say(String value);
    }

    public interface OwnEcho {
        @Nullable
        Object $echo(@Nullable Object value);
    }

    public interface Generic extends GenericService {}

    /** Declares Object's methods again, and overloads of them that are its own. */
    public interface ObjectLike {
        @Override
        String toString();

        @Override
        boolean equals(@Nullable Object other);

        @Override
        int hashCode();

        void finalize();

        String toString(int radix);

        Object clone();
    }

    public sealed interface Sealed {
        String say(String value);

        final class Only implements Sealed {
            @Override
            public String say(String value) {
                return value;
            }
        }
    }

    interface Hidden {
        Secret open(Secret value);
    }

    static final class Secret {}

    /** An implementation for each method of {@link Primitives}. */
    public static class PrimitivesBean implements Primitives {
        @Override
        public boolean flip(boolean value) {
            return !value;
        }

        @Override
        public byte echo(byte value) {
            return value;
        }

        @Override
        public short echo(short value) {
            return value;
        }

        @Override
        public char echo(char value) {
            return value;
        }

        @Override
        public int echo(int value) {
            return value;
        }

        @Override
        public long echo(long value) {
            return value;
        }

        @Override
        public float echo(float value) {
            return value;
        }

        @Override
        public double echo(double value) {
            return value;
        }

        @Override
        public void nothing() {}

        @Override
        public String mixed(long a, double b, int c, long d, float e, Object f, byte g, double h) {
            return List.of(a, b, c, d, e, f, g, h).toString();
        }
    }
}
