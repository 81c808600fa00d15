// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

import io.tern.rpc.benchmark.work.StoredUsers;
import io.tern.rpc.benchmark.work.User;

/** Calls the service in this process, and spoils what it is told to. */
class FakeClient implements Client {
    private final StoredUsers users = new StoredUsers();

    /** Overridden to answer wrongly. */
    Object answer(Operation operation, Object right) {
        return right;
    }

    @Override
    public Object call(Operation operation, Object argument) {
        return answer(operation, BeanCalls.call(users, operation, argument));
    }

    @Override
    public void callAsync(Operation operation, Object argument, Answer answer) {
        answer.accept(call(operation, argument), null);
    }

    @Override
    public void send(Object user) {
        users.createUser((User) user);
    }

    @Override
    public void close() {}
}
