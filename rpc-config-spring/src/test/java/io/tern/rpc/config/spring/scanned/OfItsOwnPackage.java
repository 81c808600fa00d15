// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.scanned;

import io.tern.rpc.config.spring.annotation.EnableRpc;
import org.springframework.context.annotation.Configuration;

/** Names no package, so that its own is searched. */
@Configuration
@EnableRpc
public class OfItsOwnPackage {}
