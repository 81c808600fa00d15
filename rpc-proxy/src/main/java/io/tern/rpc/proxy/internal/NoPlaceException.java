// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.proxy.internal;

import java.util.List;

/** A class could not be defined at any place; the message says why for each. */
public final class NoPlaceException extends Exception {
    private static final long serialVersionUID = 1L;

    NoPlaceException(List<String> reasons) {
        super(String.join("; ", reasons));
    }
}
