// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** What keeps log lines harmless: texts of peers made printable, and repeated lines counted instead of written. */
@NullMarked
package io.tern.rpc.core.internal.log;

import org.jspecify.annotations.NullMarked;
