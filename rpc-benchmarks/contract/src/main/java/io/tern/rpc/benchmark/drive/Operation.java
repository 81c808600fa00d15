// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

/** The methods of the service. */
public enum Operation {
    EXIST_USER(0, "existUser"),
    CREATE_USER(1, "createUser"),
    GET_USER(2, "getUser"),
    LIST_USER(3, "listUser"),
    ECHO(4, "echo"),
    CREATED_USERS(5, "createdUsers"),
    HOLD(6, "hold");

    private final int number;
    private final String method;

    Operation(int number, String method) {
        this.number = number;
        this.method = method;
    }

    /** For frames that are made by hand: the position among {@code values()}. */
    public int number() {
        return number;
    }

    public String method() {
        return method;
    }
}
