// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.dubbo;

import io.tern.rpc.benchmark.work.AsyncUserService;
import io.tern.rpc.benchmark.work.Page;
import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.benchmark.work.UserService;
import java.util.concurrent.CompletableFuture;

/**
 * The same service under the interface with futures, which are complete when they are returned: Dubbo wants a provider's interface to have the return types of
 * the consumer's.
 */
record AsyncUsers(UserService users) implements AsyncUserService {
    @Override
    public CompletableFuture<Boolean> existUser(String email) {
        return CompletableFuture.completedFuture(users.existUser(email));
    }

    @Override
    public CompletableFuture<Boolean> createUser(User user) {
        return CompletableFuture.completedFuture(users.createUser(user));
    }

    @Override
    public CompletableFuture<User> getUser(long id) {
        return CompletableFuture.completedFuture(users.getUser(id));
    }

    @Override
    public CompletableFuture<Page> listUser(int pageNumber) {
        return CompletableFuture.completedFuture(users.listUser(pageNumber));
    }

    @Override
    public CompletableFuture<byte[]> echo(byte[] bytes) {
        return CompletableFuture.completedFuture(users.echo(bytes));
    }

    @Override
    public CompletableFuture<Long> createdUsers() {
        return CompletableFuture.completedFuture(users.createdUsers());
    }

    @Override
    public CompletableFuture<Integer> hold(int number) {
        return users.hold(number);
    }
}
