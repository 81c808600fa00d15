// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import io.tern.rpc.benchmark.work.Page;
import io.tern.rpc.benchmark.work.User;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares results that are Java beans. */
public final class Expectation {
    private Expectation() {}

    /** See {@link Client#matches}. */
    public static boolean matches(Object expected, @Nullable Object result, boolean inFull) {
        if (expected instanceof byte[] bytes) {
            return result instanceof byte[] same && (inFull ? Arrays.equals(bytes, same) : sameEnds(bytes, same));
        }
        if (inFull) {
            return expected.equals(result);
        }
        if (expected instanceof User user) {
            return result instanceof User same && user.getId() == same.getId();
        }
        if (expected instanceof Page page) {
            return result instanceof Page same
                    && page.getNumber() == same.getNumber()
                    && size(page.getUsers()) == size(same.getUsers());
        }
        return expected.equals(result);
    }

    private static boolean sameEnds(byte[] expected, byte[] result) {
        int last = expected.length - 1;
        return expected.length == result.length && expected[0] == result[0] && expected[last] == result[last];
    }

    private static int size(@Nullable List<User> users) {
        return users == null ? -1 : users.size();
    }
}
