// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Values of all usual kinds that refer to each other, in cycles too. All versions of hessian-lite read and write them right. */
final class RandomGraph {
    private final Random random;
    private final List<Object> made = new ArrayList<>();
    private final List<Supplier<Object>> leaves;
    private int left = 80;

    static class Base implements Serializable {
        boolean flag;
        byte small;
        short medium;
        int number;
        private long large;
        double real;
        String text;
        protected Object any;
    }

    static final class Everything extends Base {
        Boolean boxedFlag;
        Byte boxedSmall;
        Short boxedMedium;
        Integer boxedNumber;
        Long boxedLarge;
        Double boxedReal;
        private String more;
        Date date;
        java.sql.Timestamp stamp;
        Samples.Color color;
        List<Object> list;
        Map<Object, Object> map;
        int[] ints;
        String[] texts;
        Base other;
        long last;
    }

    RandomGraph(Random random) {
        this.random = random;
        this.leaves = List.of(
                () -> null,
                random::nextInt,
                () -> random.nextInt(600) - 300,
                () -> random.nextInt(1 << 20) - (1 << 19),
                () -> random.nextLong() >> random.nextInt(64),
                this::real,
                random::nextBoolean,
                () -> new Date(random.nextLong() >> 20),
                () -> new Date(random.nextInt() * 60_000L),
                () -> Samples.Color.values()[random.nextInt(3)],
                () -> new java.math.BigDecimal(random.nextInt()).movePointLeft(random.nextInt(9)),
                this::text,
                this::text,
                () -> random.longs(random.nextInt(12)).toArray(),
                () -> random.ints(random.nextInt(12), -70_000, 70_000).toArray(),
                () -> new double[] {real(), real()},
                () -> new boolean[] {true, false});
    }

    Object make() {
        if (left-- <= 0 || random.nextInt(3) == 0) {
            return leaves.get(random.nextInt(leaves.size())).get();
        }
        if (!made.isEmpty() && random.nextInt(4) == 0) {
            return made.get(random.nextInt(made.size()));
        }
        return switch (random.nextInt(6)) {
            case 0 -> fill(new ArrayList<>());
            case 1 -> fill(new LinkedList<>());
            case 2 -> fill(new HashMap<>());
            case 3 -> fill(new LinkedHashMap<>());
            case 4 -> array();
            default -> everything();
        };
    }

    // hessian-lite writes -0.0 as 0.0.
    private double real() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(300) + 1.0;
            case 1 -> random.nextInt(80_000) - 39_999.5;
            case 2 -> random.nextInt(100_000) / 1000.0 + 0.5;
            default -> random.nextDouble() + 0.001;
        };
    }

    private String text() {
        int length = random.nextInt(8) == 0 ? random.nextInt(9_000) : random.nextInt(80);
        int bits = random.nextBoolean() ? 7 : 16;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(1 << (random.nextInt(5) == 0 ? bits : 7)));
        }
        return text.toString();
    }

    private List<Object> fill(List<Object> list) {
        made.add(list);
        for (int n = random.nextInt(12); n > 0; n--) {
            list.add(make());
        }
        return list;
    }

    private Map<Object, Object> fill(Map<Object, Object> map) {
        made.add(map);
        for (int n = random.nextInt(6); n > 0; n--) {
            map.put(random.nextBoolean() ? text() : (Object) random.nextInt(), make());
        }
        return map;
    }

    private Object array() {
        Object[] array = new Object[random.nextInt(12)];
        made.add(array);
        for (int i = 0; i < array.length; i++) {
            array[i] = make();
        }
        return array;
    }

    private Base base(Base base) {
        made.add(base);
        base.flag = random.nextBoolean();
        base.small = (byte) random.nextInt();
        base.medium = (short) random.nextInt();
        base.number = random.nextInt() >> random.nextInt(32);
        base.large = random.nextLong() >> random.nextInt(64);
        base.real = real();
        base.text = random.nextInt(5) == 0 ? null : text();
        base.any = make();
        return base;
    }

    Object everything() {
        Everything all = new Everything();
        base(all);
        if (random.nextBoolean()) {
            all.boxedFlag = random.nextBoolean();
            all.boxedSmall = (byte) random.nextInt();
            all.boxedMedium = (short) random.nextInt();
            all.boxedNumber = random.nextInt();
            all.boxedLarge = random.nextLong();
            all.boxedReal = real();
            all.date = new Date(random.nextInt());
            all.stamp = new java.sql.Timestamp(random.nextInt());
            all.color = Samples.Color.GREEN;
            all.texts = new String[] {text(), null};
        }
        all.more = text();
        all.list = random.nextBoolean() ? null : fill(new ArrayList<>());
        all.map = random.nextBoolean() ? null : fill(new HashMap<>());
        all.ints = random.ints(random.nextInt(3)).toArray();
        all.other = random.nextInt(3) == 0 ? base(new Base()) : null;
        all.last = random.nextInt(100);
        return all;
    }
}
