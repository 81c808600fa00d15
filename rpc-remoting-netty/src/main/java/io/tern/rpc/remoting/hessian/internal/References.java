// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one message in the order in which readers count them. Few are compared one by one: to ask a fresh object for
 * its identity hash code costs more than that. Not thread-safe.
 */
final class References {
    private static final int COMPARED = 128;

    private @Nullable Object[] objects = new @Nullable Object[COMPARED];
    private int size;
    /** Numbers of objects plus one, by hash code; used beyond {@link #COMPARED} objects, and at most half full. */
    private int[] places = {};

    int size() {
        return size;
    }

    /** The number of an object that was there before, or -1: then it is now. */
    int find(Object object) {
        if (size > COMPARED) {
            return findByHash(object);
        }
        for (int i = 0; i < size; i++) {
            if (objects[i] == object) {
                return i;
            }
        }
        add(object);
        return -1;
    }

    /** Counts an object that readers have and that does not exist here. */
    void skip() {
        add(null);
    }

    /** Forgets all objects. */
    void clear() {
        Arrays.fill(objects, 0, size, null);
        if (size > COMPARED) {
            Arrays.fill(places, 0);
        }
        size = 0;
    }

    private void add(@Nullable Object object) {
        if (size == objects.length) {
            objects = Arrays.copyOf(objects, size * 2);
        }
        objects[size++] = object;
        if (size > COMPARED) {
            index();
        }
    }

    private int findByHash(Object object) {
        for (int at = hash(object); ; at++) {
            int number = places[at & places.length - 1] - 1;
            if (number < 0) {
                add(object);
                return -1;
            }
            if (objects[number] == object) {
                return number;
            }
        }
    }

    private void index() {
        boolean first = size == COMPARED + 1;
        if (size * 2 > places.length) {
            places = new int[objects.length * 2];
            first = true;
        }
        for (int i = first ? 0 : size - 1; i < size; i++) {
            Object object = objects[i];
            if (object != null) {
                int at = hash(object);
                while (places[at & places.length - 1] != 0) {
                    at++;
                }
                places[at & places.length - 1] = i + 1;
            }
        }
    }

    private static int hash(Object object) {
        return System.identityHashCode(object);
    }
}
