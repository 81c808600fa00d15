// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * The service as all contenders that take Java beans serve it: answers are ready, so that a measurement shows the framework. Every other user exists, and
 * those are the ones whose creation answers true.
 */
public final class StoredUsers implements UserService {
    private final List<User> users = Samples.users();
    private final List<Page> pages = Samples.pages();
    private final Set<String> emails = new HashSet<>();
    private final LongAdder created = new LongAdder();
    private final Queue<Held> held = new ConcurrentLinkedQueue<>();

    private record Held(int number, CompletableFuture<Integer> future) {}

    public StoredUsers() {
        for (int id = 0; id < Samples.USERS; id += 2) {
            emails.add(Samples.email(id));
        }
    }

    @Override
    public boolean existUser(String email) {
        return emails.contains(email);
    }

    @Override
    public boolean createUser(User user) {
        created.increment();
        return user.getId() % 2 == 0;
    }

    @Override
    public User getUser(long id) {
        return users.get((int) id);
    }

    @Override
    public Page listUser(int pageNumber) {
        return pages.get(pageNumber);
    }

    @Override
    public byte[] echo(byte[] bytes) {
        return bytes;
    }

    @Override
    public long createdUsers() {
        return created.sum();
    }

    @Override
    public CompletableFuture<Integer> hold(int number) {
        CompletableFuture<Integer> future = new CompletableFuture<>();
        held.add(new Held(number, future));
        return future;
    }

    /** Number of calls of {@link #hold} that wait. */
    public int heldCalls() {
        return held.size();
    }

    /** Answers all calls of {@link #hold} that wait. */
    public void letGo() {
        for (Held next = held.poll(); next != null; next = held.poll()) {
            next.future().complete(next.number());
        }
    }
}
