// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Time that is left: from a consumer through a provider to the calls that it makes, with Tern and Apache Dubbo. */
@NullMarked
package io.tern.rpc.interop.deadline;

import org.jspecify.annotations.NullMarked;
