// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.bar;

import java.io.Serializable;

/** What {@link BarService} finds. */
public record Bar(String id, String text) implements Serializable {}
