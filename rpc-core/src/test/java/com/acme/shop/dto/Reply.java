// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

public record Reply<T>(T value) implements java.io.Serializable {}
