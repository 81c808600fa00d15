// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

import java.io.Serializable;

public sealed interface Shape extends Serializable {
    record Circle(double radius) implements Shape {}

    non-sealed class Path implements Shape {}

    class Spline extends Path {}
}
