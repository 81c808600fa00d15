// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

import java.io.Serializable;

public final class Parts {
    private Parts() {}

    public static class Base<L> implements Serializable {
        public L first;
        public Address address;
    }

    public static class Line implements Serializable {}

    public static class Address implements Serializable {}
}
