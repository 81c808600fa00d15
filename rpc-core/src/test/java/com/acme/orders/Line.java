// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.orders;

/** What an order is made of. */
public record Line(String article, int count) {}
