// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import java.util.concurrent.CompletableFuture;

/** What is called. */
public interface UserService {
    boolean existUser(String email);

    boolean createUser(User user);

    User getUser(long id);

    Page listUser(int page);

    byte[] echo(byte[] bytes);

    CompletableFuture<User> findUser(long id);
}
