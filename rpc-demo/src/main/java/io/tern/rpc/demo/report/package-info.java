// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What the demo shows: lines, claims with measured values, a timeline and strips of shares. Nothing that makes calls. */
@NullMarked
package io.tern.rpc.demo.report;

import org.jspecify.annotations.NullMarked;
