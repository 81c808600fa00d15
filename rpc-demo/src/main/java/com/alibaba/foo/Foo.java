// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.foo;

import java.io.Serializable;

/** What {@link FooService} finds. */
public record Foo(String id, String text) implements Serializable {}
