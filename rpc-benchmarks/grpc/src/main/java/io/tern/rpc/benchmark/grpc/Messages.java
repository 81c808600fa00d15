// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.grpc;

import io.tern.rpc.benchmark.grpc.generated.LevelMessage;
import io.tern.rpc.benchmark.grpc.generated.PageMessage;
import io.tern.rpc.benchmark.grpc.generated.UserMessage;
import io.tern.rpc.benchmark.work.Level;
import io.tern.rpc.benchmark.work.Page;
import io.tern.rpc.benchmark.work.User;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;

/** Between Java beans and messages; used before and after a measurement, and by the one check in 64. */
@SuppressWarnings("JavaUtilDate") // what the bean has
final class Messages {
    private Messages() {}

    static UserMessage of(User user) {
        return UserMessage.newBuilder()
                .setId(user.getId())
                .setName(Objects.requireNonNull(user.getName()))
                .setSex(user.getSex())
                .setBirthday(Objects.requireNonNull(user.getBirthday()).getTime())
                .setEmail(Objects.requireNonNull(user.getEmail()))
                .setMobile(Objects.requireNonNull(user.getMobile()))
                .setAddress(Objects.requireNonNull(user.getAddress()))
                .setIcon(Objects.requireNonNull(user.getIcon()))
                .addAllPermissions(Objects.requireNonNull(user.getPermissions()))
                .setStatus(user.getStatus())
                .setCreateTime(Objects.requireNonNull(user.getCreateTime()).getTime())
                .setUpdateTime(Objects.requireNonNull(user.getUpdateTime()).getTime())
                .setLevel(LevelMessage.valueOf(
                        Objects.requireNonNull(user.getLevel()).name()))
                .build();
    }

    static User toUser(UserMessage message) {
        User user = new User();
        user.setId(message.getId());
        user.setName(message.getName());
        user.setSex(message.getSex());
        user.setBirthday(new Date(message.getBirthday()));
        user.setEmail(message.getEmail());
        user.setMobile(message.getMobile());
        user.setAddress(message.getAddress());
        user.setIcon(message.getIcon());
        user.setPermissions(message.getPermissionsList());
        user.setStatus(message.getStatus());
        user.setCreateTime(new Date(message.getCreateTime()));
        user.setUpdateTime(new Date(message.getUpdateTime()));
        user.setLevel(Level.valueOf(message.getLevel().name()));
        return user;
    }

    static PageMessage of(Page page) {
        PageMessage.Builder builder =
                PageMessage.newBuilder().setNumber(page.getNumber()).setTotal(page.getTotal());
        for (User user : Objects.requireNonNull(page.getUsers())) {
            builder.addUsers(of(user));
        }
        return builder.build();
    }

    static Page toPage(PageMessage message) {
        List<User> users = new ArrayList<>();
        for (UserMessage user : message.getUsersList()) {
            users.add(toUser(user));
        }
        Page page = new Page();
        page.setNumber(message.getNumber());
        page.setTotal(message.getTotal());
        page.setUsers(users);
        return page;
    }
}
