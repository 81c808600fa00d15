// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** gRPC-java as a contender. */
@NullMarked
package io.tern.rpc.benchmark.grpc;

import org.jspecify.annotations.NullMarked;
