// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.value;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types of a service as people write them. */
final class Samples {
    private Samples() {}

    /** The type of a field of {@link Declared}. */
    static Type type(String field) {
        try {
            return Declared.class.getDeclaredField(field).getGenericType();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    enum Colour {
        RED,
        GREEN {
            @Override
            boolean isCold() {
                return true;
            }
        };

        boolean isCold() {
            return false;
        }
    }

    record Point(int x, double y, @Nullable String label) {}

    record Ring(@Nullable Ring next) {}

    static class Part {
        private String name = "unnamed";
        private int count = 1;
        public @Nullable Colour colour;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Part part
                    && part.getClass() == getClass()
                    && name.equals(part.name)
                    && count == part.count
                    && colour == part.colour;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, count, colour);
        }
    }

    static final class SpecialPart extends Part {
        private boolean urgent;

        public boolean isUrgent() {
            return urgent;
        }

        public void setUrgent(boolean urgent) {
            this.urgent = urgent;
        }
    }

    static class Box<T> {
        private @Nullable T content;
        private List<T> more = new ArrayList<>();

        public @Nullable T getContent() {
            return content;
        }

        public void setContent(T content) {
            this.content = content;
        }

        public List<T> getMore() {
            return more;
        }

        public void setMore(List<T> more) {
            this.more = more;
        }
    }

    static final class PartBox extends Box<Part> {}

    static final class Node {
        private @Nullable Node next;
        private List<Node> all = new ArrayList<>();

        public @Nullable Node getNext() {
            return next;
        }

        public void setNext(Node next) {
            this.next = next;
        }

        public List<Node> getAll() {
            return all;
        }

        public void setAll(List<Node> all) {
            this.all = all;
        }
    }

    interface Named {
        String getName();

        int getCount();

        default String shout() {
            return getName() + "!";
        }
    }

    private static final java.util.concurrent.atomic.AtomicInteger SPRUNG =
            new java.util.concurrent.atomic.AtomicInteger();

    static int trapsSprung() {
        return SPRUNG.get();
    }

    /** Tells when it is as much as initialized. */
    static final class Trap {
        static {
            SPRUNG.incrementAndGet();
        }

        public void setName(String name) {
            SPRUNG.incrementAndGet();
        }
    }

    static final class Demanding {
        final @Nullable String name;

        Demanding(@Nullable String name, int count) {
            this.name = name == null ? "nothing" : name;
        }
    }

    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private int code;

        Refusal(String message) {
            super(message);
        }

        public int getCode() {
            return code;
        }

        public void setCode(int code) {
            this.code = code;
        }
    }

    @SuppressWarnings("unused")
    private static final class Declared {
        List<Part> parts;
        Set<Colour> colours;
        Map<Colour, List<Integer>> table;
        Map<String, Object> anything;
        Box<Part> box;
        PartBox ownBox;
        Part[] array;
        List<Long>[] arrays;
        int[][] matrix;
        List<? extends Part> some;
        Date date;
        Instant instant;
    }
}
