// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.inprocess;

/** An argument that goes to the service as it is, where others are copied: an object that the service may call back. */
public record Kept(Object value) {}
