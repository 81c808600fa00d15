// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.scanned;

import io.tern.rpc.config.spring.annotation.RpcService;

/** Abstract, so no bean is made of it. */
@RpcService
public abstract class NoServer implements Runnable {}
