// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** A process that uses every kind of form and says so. */
final class FreshJava {
    private FreshJava() {}

    public static void main(String[] args) throws Exception {
        Object[] values = {
            new Samples.Node("a", null),
            new Samples.Child("c", 2),
            new Samples.Point(1, 2, "p"),
            new Samples.BusinessException("boom", 42, new java.io.IOException("inner")),
            EnumSet.noneOf(Samples.Color.class),
            BigInteger.TEN,
            Instant.now(),
            List.of(1),
            new java.util.concurrent.atomic.AtomicInteger(1)
        };
        for (Object value : values) {
            Object copy = Bytes.roundTrip(value);
            if (copy == null) {
                throw new AssertionError(value.getClass());
            }
        }
        System.out.print("done\n");
    }
}
