// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import io.tern.rpc.benchmark.work.Samples;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of a cell and the results they must have, made before the measurement. */
final class Inputs {
    private static final int FULL_CHECK_EVERY = 64;
    private static final int LARGEST_TOTAL_BYTES = 4 * 1024 * 1024;

    private final Client client;
    private final Cell cell;
    private final Object[] arguments;
    private final Object[] expected;
    private final int mask;

    Inputs(Client client, Cell cell) {
        this.client = client;
        this.cell = cell;
        List<Object> values = new ArrayList<>();
        List<Object> results = new ArrayList<>();
        int count = count(cell);
        for (int i = 0; i < count; i++) {
            values.add(client.argument(cell.operation(), value(i)));
            results.add(result(i));
        }
        this.arguments = values.toArray();
        this.expected = results.toArray();
        this.mask = count - 1;
    }

    private static int count(Cell cell) {
        return switch (cell.operation()) {
            case LIST_USER -> Samples.PAGES;
            case ECHO -> Math.min(Samples.USERS, Integer.highestOneBit(LARGEST_TOTAL_BYTES / cell.payloadBytes()));
            default -> Samples.USERS;
        };
    }

    private Object value(int i) {
        return switch (cell.operation()) {
            case EXIST_USER -> Samples.email(i);
            case CREATE_USER -> Samples.user(i);
            case GET_USER -> (long) i;
            case LIST_USER, HOLD, CREATED_USERS -> i;
            case ECHO -> Samples.bytes(cell.payloadBytes(), i);
        };
    }

    private Object result(int i) {
        return switch (cell.operation()) {
            case EXIST_USER, CREATE_USER -> i % 2 == 0;
            case GET_USER -> Samples.user(i);
            case LIST_USER -> Samples.page(i);
            case ECHO -> Samples.bytes(cell.payloadBytes(), i);
            case HOLD, CREATED_USERS -> i;
        };
    }

    Object argument(int sequence) {
        return arguments[sequence & mask];
    }

    /** Checks the result of the call with this sequence number: by id and size, and one in 64 in full. */
    void check(int sequence, @Nullable Object result) {
        Object wanted = expected[sequence & mask];
        // The multiplier spreads the full checks over all inputs: their number is a multiple of 64.
        boolean inFull = ((sequence * 0x9E3779B1) >>> 16) % FULL_CHECK_EVERY == 0;
        if (!client.matches(wanted, result, inFull)) {
            throw new IllegalStateException("Wrong answer in " + cell + ", input " + (sequence & mask) + ": got '"
                    + result + "' instead of '" + wanted + "'" + (inFull ? ", compared in full." : "."));
        }
    }
}
