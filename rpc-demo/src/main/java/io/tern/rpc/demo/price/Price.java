// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.price;

import java.io.Serializable;

/** What an item costs, and the name of the provider that said so. */
public record Price(long item, long cents, String provider) implements Serializable {}
