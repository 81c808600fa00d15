// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

/** Another concrete animal. */
public class Cat extends Animal {
    public int lives;
}
