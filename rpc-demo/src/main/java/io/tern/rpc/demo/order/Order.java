// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.order;

import java.io.Serializable;

/** An order of some pieces of one item. */
public record Order(long id, String item, int quantity, long priceCents) implements Serializable {}
