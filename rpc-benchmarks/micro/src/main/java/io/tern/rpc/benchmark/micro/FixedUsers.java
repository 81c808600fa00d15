// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.Page;
import io.tern.rpc.benchmark.work.Samples;
import io.tern.rpc.benchmark.work.User;
import java.util.concurrent.CompletableFuture;

/** Answers at once. */
class FixedUsers implements FutureUserService {
    @Override
    public boolean existUser(String email) {
        return !email.isEmpty();
    }

    @Override
    public boolean createUser(User user) {
        return user.getId() >= 0;
    }

    @Override
    public User getUser(long id) {
        return Samples.user(id);
    }

    @Override
    public Page listUser(int page) {
        return Samples.page(page);
    }

    @Override
    public byte[] echo(byte[] bytes) {
        return bytes;
    }

    @Override
    public CompletableFuture<User> findUser(long id) {
        return CompletableFuture.completedFuture(Samples.user(id));
    }

    @Override
    public long createdUsers() {
        return 0;
    }

    @Override
    public CompletableFuture<Integer> hold(int number) {
        return CompletableFuture.completedFuture(number);
    }
}
