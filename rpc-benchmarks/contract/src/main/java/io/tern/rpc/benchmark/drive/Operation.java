// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.drive;

/** The methods of the service. */
public enum Operation {
    EXIST_USER("existUser"),
    CREATE_USER("createUser"),
    GET_USER("getUser"),
    LIST_USER("listUser"),
    ECHO("echo"),
    CREATED_USERS("createdUsers"),
    HOLD("hold");

    private final String method;

    Operation(String method) {
        this.method = method;
    }

    public String method() {
        return method;
    }
}
