// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of few bytes that cost a careless reader all its memory or its stack, by name. */
final class Bombs {
    private static final int HUGE = Integer.MAX_VALUE;

    private Bombs() {}

    static Map<String, byte[]> all() {
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put("definition with 2^31-1 fields", definition("com.example." + "x".repeat(82), HUGE));
        bombs.put(
                "definition of an admitted class with 2^31-1 fields",
                definition(TargetService.Box.class.getName(), HUGE));
        bombs.put("list of 2^31-1", Attack.body(out -> out.writeListBegin(HUGE, null)));
        bombs.put("ArrayList of 2^31-1", Attack.body(out -> out.writeListBegin(HUGE, "java.util.ArrayList")));
        bombs.put("int[] of 2^31-1", Attack.body(out -> out.writeListBegin(HUGE, "[int")));
        bombs.put("Object[] of 2^31-1", Attack.body(out -> out.writeListBegin(HUGE, "[object")));
        bombs.put("Object[] of -1", Attack.body(out -> out.writeListBegin(-1, "[object")));
        bombs.put("lists 200 000 deep", repeat(200_000, 0x57));
        bombs.put("maps 200 000 deep", repeat(200_000, 'H', 0x90));
        bombs.put("300 000 empty chunks of text", repeat(300_000, 'R', 0, 0));
        bombs.put("300 000 empty chunks of bytes", repeat(300_000, 'A', 0, 0));
        bombs.put("100 000 class definitions", repeat(100_000, 'C', 1, 'a', 0x90));
        bombs.put("reference to nothing", repeat(1, 0x51, 0x95));
        bombs.put(
                "arrays of 20 000 in arrays",
                repeat(2_000, 'V', 7, '[', 'o', 'b', 'j', 'e', 'c', 't', 'I', 0, 0, 0x4e, 0x20));
        return bombs;
    }

    private static byte[] definition(String name, int fields) {
        return Attack.body(out -> {
            out.writeObjectBegin(name);
            out.writeInt(fields);
            text(out);
        });
    }

    private static void text(Hessian2Output out) throws IOException {
        out.writeString("a");
    }

    private static byte[] repeat(int times, int... bytes) {
        ByteBuffer all = ByteBuffer.allocate(times * bytes.length);
        for (int i = 0; i < times; i++) {
            for (int each : bytes) {
                all.put((byte) each);
            }
        }
        return all.array();
    }
}
