// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.foo;

/** Finds foos, slowly. */
public interface FooService {
    /** Takes five seconds. */
    Foo findFoo(String id);
}
