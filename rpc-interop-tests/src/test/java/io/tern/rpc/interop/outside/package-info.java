// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Settings from outside of the files, and settings of an instance as a whole: what they do to calls. */
@NullMarked
package io.tern.rpc.interop.outside;

import org.jspecify.annotations.NullMarked;
