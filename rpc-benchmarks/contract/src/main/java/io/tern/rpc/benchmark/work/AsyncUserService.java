// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

import java.util.concurrent.CompletableFuture;

/** The methods of {@link UserService} with futures, for frameworks whose asynchronous calls are declared so. */
public interface AsyncUserService {
    CompletableFuture<Boolean> existUser(String email);

    CompletableFuture<Boolean> createUser(User user);

    CompletableFuture<User> getUser(long id);

    CompletableFuture<Page> listUser(int pageNumber);

    CompletableFuture<byte[]> echo(byte[] bytes);

    CompletableFuture<Long> createdUsers();

    CompletableFuture<Integer> hold(int number);
}
