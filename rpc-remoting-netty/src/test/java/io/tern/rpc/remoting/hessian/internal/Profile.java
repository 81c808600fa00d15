// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An application's usual kind of bean, with fields of the types that are often met; no float, which hessian-lite spoils. */
@SuppressWarnings("JavaUtilDate")
final class Profile implements Serializable {
    @SuppressWarnings("UnicodeInCode")
    enum Status {
        NEW,
        ACTIVE,
        /** Its name is not ASCII. */
        GELÖSCHT,
        /** Its name is not a short text. */
        WAITING_FOR_THE_ANSWER_OF_SOMEBODY_ELSE
    }

    boolean flag;
    byte tiny;
    short small;
    char letter;
    int sex;
    long id;
    double height;
    Boolean boxedFlag;
    Integer boxed;
    Long boxedLong;
    String name;
    String address;
    Date birthday;
    Status status;
    byte[] icon;
    List<Integer> permissions;
    Map<String, Long> counts;
    Profile friend;
    List<Profile> page;
    Object any;

    /** A random one; friends, pages and statuses are shared and may run in a circle. */
    static Profile random(Random random, List<Profile> made, int depth) {
        Profile one = new Profile();
        made.add(one);
        one.flag = random.nextBoolean();
        one.tiny = (byte) random.nextInt();
        one.small = (short) random.nextInt();
        one.letter = (char) random.nextInt(0xd800);
        one.sex = random.nextInt() >> random.nextInt(32);
        one.id = random.nextLong() >> random.nextInt(64);
        one.height = random.nextBoolean() ? random.nextInt(300) : random.nextDouble();
        one.boxedFlag = random.nextBoolean() ? null : random.nextBoolean();
        one.boxed = random.nextBoolean() ? null : random.nextInt() >> random.nextInt(32);
        one.boxedLong = random.nextBoolean() ? null : random.nextLong() >> random.nextInt(64);
        one.name = text(random, random.nextInt(60));
        one.address =
                random.nextInt(5) == 0 ? null : text(random, random.nextInt(random.nextInt(20) == 0 ? 70_000 : 300));
        one.birthday = random.nextInt(4) == 0 ? null : new Date(random.nextLong() >> 24);
        one.status = random.nextInt(6) == 0 ? null : Status.values()[random.nextInt(4)];
        one.icon = random.nextInt(3) == 0 ? null : bytes(random, random.nextInt(random.nextInt(9) == 0 ? 30_000 : 40));
        one.permissions = new ArrayList<>();
        for (int n = random.nextInt(15); n > 0; n--) {
            one.permissions.add(random.nextInt(9) == 0 ? null : random.nextInt() >> random.nextInt(32));
        }
        one.counts = new HashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            one.counts.put(text(random, 3), random.nextLong() >> random.nextInt(64));
        }
        one.any = random.nextBoolean() ? one.permissions : one.status;
        if (random.nextInt(3) == 0) {
            one.friend = made.get(random.nextInt(made.size()));
        } else if (depth > 0) {
            one.friend = random(random, made, depth - 1);
        }
        if (depth > 0 && random.nextBoolean()) {
            one.page = new ArrayList<>();
            for (int n = random.nextInt(5); n > 0; n--) {
                one.page.add(random(random, made, depth - 2));
            }
        }
        return one;
    }

    static String text(Random random, int length) {
        int odd = random.nextInt(3);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            boolean ascii = odd == 0 || (odd == 1 && random.nextInt(20) != 0);
            text.append((char) random.nextInt(ascii ? 0x80 : 0x10000));
        }
        return text.toString();
    }

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
