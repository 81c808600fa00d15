// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.other;

/** Only ever in places that do not travel. */
public class Secret implements java.io.Serializable {}
