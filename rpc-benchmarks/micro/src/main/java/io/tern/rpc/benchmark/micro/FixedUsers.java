// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import java.util.concurrent.CompletableFuture;

/** Answers at once. */
class FixedUsers implements UserService {
    @Override
    public boolean existUser(String email) {
        return !email.isEmpty();
    }

    @Override
    public boolean createUser(User user) {
        return user.id() >= 0;
    }

    @Override
    public User getUser(long id) {
        return User.of(id);
    }

    @Override
    public Page listUser(int page) {
        return Page.of(page);
    }

    @Override
    public byte[] echo(byte[] bytes) {
        return bytes;
    }

    @Override
    public CompletableFuture<User> findUser(long id) {
        return CompletableFuture.completedFuture(User.of(id));
    }
}
