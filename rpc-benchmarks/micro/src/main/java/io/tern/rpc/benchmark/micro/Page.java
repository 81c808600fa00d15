// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Some users of many. */
public class Page implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int SIZE = 15;

    private int number;
    private int total;
    private List<User> users = new ArrayList<>();

    public Page() {}

    /** A page of 15. */
    static Page of(int number) {
        Page page = new Page();
        page.number = number;
        page.total = 1_000;
        for (int i = 0; i < SIZE; i++) {
            page.users.add(User.of((long) number * SIZE + i));
        }
        return page;
    }
}
