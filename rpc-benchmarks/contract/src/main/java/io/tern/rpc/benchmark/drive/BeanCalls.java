// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import io.tern.rpc.benchmark.work.AsyncUserService;
import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.benchmark.work.UserService;
import java.util.concurrent.CompletableFuture;

/** From an operation to the method of a Java interface. */
public final class BeanCalls {
    private BeanCalls() {}

    public static Object call(UserService service, Operation operation, Object argument) {
        return switch (operation) {
            case EXIST_USER -> service.existUser((String) argument);
            case CREATE_USER -> service.createUser((User) argument);
            case GET_USER -> service.getUser((Long) argument);
            case LIST_USER -> service.listUser((Integer) argument);
            case ECHO -> service.echo((byte[]) argument);
            case CREATED_USERS -> service.createdUsers();
            case HOLD -> service.hold((Integer) argument);
        };
    }

    public static CompletableFuture<?> callAsync(AsyncUserService service, Operation operation, Object argument) {
        return switch (operation) {
            case EXIST_USER -> service.existUser((String) argument);
            case CREATE_USER -> service.createUser((User) argument);
            case GET_USER -> service.getUser((Long) argument);
            case LIST_USER -> service.listUser((Integer) argument);
            case ECHO -> service.echo((byte[]) argument);
            case CREATED_USERS -> service.createdUsers();
            case HOLD -> service.hold((Integer) argument);
        };
    }
}
