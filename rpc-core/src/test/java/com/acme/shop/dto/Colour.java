// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

public enum Colour {
    RED {
        @Override
        public boolean isWarm() {
            return true;
        }
    },
    BLUE;

    public boolean isWarm() {
        return false;
    }
}
