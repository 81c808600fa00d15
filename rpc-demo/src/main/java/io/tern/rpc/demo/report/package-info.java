// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What the demo shows: lines, claims with measured values, and a timeline. Nothing about calls. */
@NullMarked
package io.tern.rpc.demo.report;

import org.jspecify.annotations.NullMarked;
