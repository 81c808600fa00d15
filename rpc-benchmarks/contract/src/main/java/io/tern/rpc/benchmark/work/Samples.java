// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** The values that consumers ask for and providers answer with; both sides make the same ones. */
@SuppressWarnings("JavaUtilDate") // what Hessian has a form for
public final class Samples {
    public static final int USERS = 1024;
    public static final int PAGES = 64;
    public static final int USERS_PER_PAGE = 15;

    private static final List<Level> LEVELS = List.of(Level.BRONZE, Level.SILVER, Level.GOLD);

    private Samples() {}

    public static List<User> users() {
        List<User> users = new ArrayList<>();
        for (int id = 0; id < USERS; id++) {
            users.add(user(id));
        }
        return users;
    }

    public static User user(long id) {
        User user = new User();
        user.setId(id);
        user.setName("Doe " + id);
        user.setSex((int) (id % 2));
        user.setBirthday(new Date(-500_000_000_000L + id * 86_400_000L));
        user.setEmail(email(id));
        user.setMobile("+49 170 " + (1_000_000 + id));
        user.setAddress("Long Street " + id + ", 10115 Berlin, Germany");
        user.setIcon("https://www.example.org/icons/user/" + id + ".png");
        List<Integer> permissions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            permissions.add((int) id + 19 * i);
        }
        user.setPermissions(permissions);
        user.setStatus(1);
        user.setCreateTime(new Date(1_700_000_000_000L + id));
        user.setUpdateTime(new Date(1_750_000_000_000L + id));
        user.setLevel(LEVELS.get((int) (id % 3)));
        return user;
    }

    public static String email(long id) {
        return "user." + id + "@example.org";
    }

    public static List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        for (int number = 0; number < PAGES; number++) {
            pages.add(page(number));
        }
        return pages;
    }

    public static Page page(int number) {
        List<User> users = new ArrayList<>();
        for (int i = 0; i < USERS_PER_PAGE; i++) {
            users.add(user((long) number * USERS_PER_PAGE + i));
        }
        Page page = new Page();
        page.setNumber(number);
        page.setTotal(PAGES);
        page.setUsers(users);
        return page;
    }

    /** Bytes that look random, so that a wrong offset shows. */
    public static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        int state = seed * 0x9E3779B9 + 1;
        for (int i = 0; i < length; i++) {
            state = state * 1_103_515_245 + 12_345;
            bytes[i] = (byte) (state >> 16);
        }
        return bytes;
    }
}
