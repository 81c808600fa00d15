// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

import java.util.concurrent.CompletableFuture;

/** What is called. */
public interface UserService {
    boolean existUser(String email);

    boolean createUser(User user);

    User getUser(long id);

    Page listUser(int pageNumber);

    byte[] echo(byte[] bytes);

    /** Calls of {@link #createUser} that have been served so far. */
    long createdUsers();

    /** Answers with the number, but only when the provider is told to let go. */
    CompletableFuture<Integer> hold(int number);
}
