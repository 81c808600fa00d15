// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

public class OrderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public OrderException(Reason reason) {
        super("order refused");
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    public static class Reason implements java.io.Serializable {}
}
