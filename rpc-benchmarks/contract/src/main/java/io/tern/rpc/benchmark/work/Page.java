// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One page of a list of users, as a Java bean. */
public class Page implements Serializable {
    private static final long serialVersionUID = 1;

    private int number;
    private int total;
    private @Nullable List<User> users;

    public Page() {}

    public int getNumber() {
        return number;
    }

    public void setNumber(int number) {
        this.number = number;
    }

    public int getTotal() {
        return total;
    }

    public void setTotal(int total) {
        this.total = total;
    }

    public @Nullable List<User> getUsers() {
        return users;
    }

    public void setUsers(@Nullable List<User> users) {
        this.users = users;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Page that
                && number == that.number
                && total == that.total
                && Objects.equals(users, that.users);
    }

    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public String toString() {
        return "page " + number + " of " + total;
    }
}
