// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.benchmark.work.UserService;
import java.util.concurrent.CompletableFuture;

/** What is called, asynchronously by its result too. */
public interface FutureUserService extends UserService {
    CompletableFuture<User> findUser(long id);
}
