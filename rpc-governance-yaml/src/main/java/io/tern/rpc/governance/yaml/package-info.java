// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Rules written in YAML become trees of plain values. The only place in Tern that reads YAML. */
@NullMarked
package io.tern.rpc.governance.yaml;

import org.jspecify.annotations.NullMarked;
