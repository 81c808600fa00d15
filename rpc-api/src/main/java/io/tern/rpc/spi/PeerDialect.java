// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi;

/** Which Java package a peer knows Dubbo's own exception classes by (docs/protocol.md, "RpcException"). */
public enum PeerDialect {
    /** {@code com.alibaba.dubbo}: Dubbo 2.6, and peers that do not say what they are. */
    ALIBABA,
    /** {@code org.apache.dubbo}: Dubbo 2.7 and later, which send {@code remote.application}. */
    APACHE
}
