// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.core;

import java.util.List;

public interface Dao<T, K> {
    T find(K key);

    List<T> all();
}
