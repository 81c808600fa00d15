// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Classes an application could have. */
final class Samples {
    private Samples() {}

    enum Color {
        RED,
        GREEN,
        WITH_BODY {
            @Override
            public String toString() {
                return "body";
            }
        }
    }

    record Point(int x, float y, String name) implements Serializable {}

    static class Node implements Serializable {
        String name;
        Node next;
        float weight = 1.5f;
        long after = 3;

        Node(String name, Node next) {
            this.name = name;
            this.next = next;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Node node
                    && Objects.equals(name, node.name)
                    && Objects.equals(next, node.next)
                    && weight == node.weight
                    && after == node.after;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, weight, after);
        }
    }

    static class Parent implements Serializable {
        private final int number;
        protected final String text;
        private transient int skipped = 5;

        Parent(int number) {
            this.number = number;
            this.text = "t" + skipped;
        }
    }

    static final class Child extends Parent {
        private final String own;
        private final Object any = List.of(1);

        Child(String own, int number) {
            super(number);
            this.own = own;
        }
    }

    static final class Typed implements Serializable {
        List<Short> shorts = new ArrayList<>();
        Map<String, Byte> bytes = new HashMap<>();
        EnumMap<Color, Integer> colors;
        java.sql.Timestamp stamp;
        Set<Integer> set = new HashSet<>(Set.of(1, 2));
        Deque<String> queue = new ArrayDeque<>(List.of("q"));
        List<List<Short>> nested = new ArrayList<>();
    }

    static final class BusinessException extends Exception {
        final int code;

        BusinessException(String message, int code, Throwable cause) {
            super(message, cause);
            this.code = code;
        }

        @Override
        public String getMessage() {
            return code + ": " + super.getMessage();
        }
    }

    static final class Forbidden implements Serializable {
        String inside = "x";
    }

    static final class ForbiddenException extends RuntimeException {
        static int initialized;

        static {
            initialized++;
        }

        ForbiddenException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static final class Holding extends RuntimeException {
        final Forbidden held;
        final int number = Integer.parseInt("7");

        Holding(String message, Forbidden held) {
            super(message);
            this.held = held;
        }
    }

    record Self(Self self) implements Serializable {}

    /** Hashes badly, as attackers like it. */
    static final class Slow implements Serializable {
        int n;

        @Override
        public boolean equals(Object other) {
            return other instanceof Slow slow && n == slow.n;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    static final class Bag implements Serializable {
        Object any;
    }

    static class Once implements Serializable {
        private final String name = String.valueOf("once");

        String first() {
            return name;
        }
    }

    static final class Twice extends Once {
        private final String name = String.valueOf("twice");

        String names() {
            return first() + name;
        }
    }

    static final class Replaced implements Serializable {
        private Object writeReplace() {
            return "other";
        }
    }

    static final class ReplacedList extends ArrayList<Object> {
        ReplacedList(List<?> elements) {
            super(elements);
        }

        private Object writeReplace() {
            return "other";
        }
    }

    /** Its superclass has a field that nobody can reach. */
    static final class Dice extends java.util.Random {
        int own;
    }
}
