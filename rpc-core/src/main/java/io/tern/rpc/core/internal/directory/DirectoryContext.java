// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all directories of a Tern instance have in common.
 *
 * @param ticker the time of periods
 * @param scheduler for short tasks
 * @param observer counts what is skipped and doubted
 */
public record DirectoryContext(Ticker ticker, ScheduledExecutorService scheduler, RpcObserver observer) {}
