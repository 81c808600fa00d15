// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

/** Implements an interface that is declared, which must not open it. */
public class PricedItem implements Priced, java.io.Serializable {}
