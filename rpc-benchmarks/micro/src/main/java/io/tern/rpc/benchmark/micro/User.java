// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import java.io.Serializable;
import java.util.Date;
import java.util.List;

/** Thirteen fields; Hessian reads and writes them past all methods. */
@SuppressWarnings("JavaUtilDate") // what Hessian has a form for
public class User implements Serializable {
    private static final long serialVersionUID = 1;

    private long id;
    private String name = "";
    private int sex;
    private Date birthday = new Date(0);
    private String email = "";
    private String mobile = "";
    private String address = "";
    private String icon = "";
    private List<Integer> permissions = List.of();
    private int status;
    private Date createTime = new Date(0);
    private Date updateTime = new Date(0);
    private Level level = Level.FREE;

    public User() {}

    /** A user as others are. */
    static User of(long id) {
        User user = new User();
        user.id = id;
        user.name = "Doe " + id;
        user.sex = 1;
        user.birthday = new Date(631_152_000_000L + id);
        user.email = "doe" + id + "@example.com";
        user.mobile = "15300000000";
        user.address = "Beijing, Zhongguancun Street 27, Building 3";
        user.icon = "https://www.example.com/icon/" + id + ".png";
        user.permissions =
                new java.util.ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19, 88, 86, 89, 90, 91, 92));
        user.status = 1;
        user.createTime = new Date(1_500_000_000_000L + id);
        user.updateTime = new Date(1_600_000_000_000L + id);
        user.level = Level.PLUS;
        return user;
    }

    long id() {
        return id;
    }
}
