// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value whose class differs between the two sides in some tests: a process started with the evolved contract has a class of this
 * name without {@code nickname} and with two more fields.
 */
public class Customer implements Serializable {
    public long id;
    public @Nullable String name;
    public @Nullable String nickname;
    public @Nullable List<String> tags;
}
