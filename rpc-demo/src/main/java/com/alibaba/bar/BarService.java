// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.bar;

/** Finds bars, even more slowly. */
public interface BarService {
    /** Takes six seconds. */
    Bar findBar(String id);
}
