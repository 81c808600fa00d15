// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.alibaba.dubbo.rpc;

import org.jspecify.annotations.Nullable;

/** The exception of Tern under its name in Dubbo 2.6. Thrown by {@link RpcContext#getFuture() futures} of this package. */
public class RpcException extends io.tern.rpc.RpcException {
    private static final long serialVersionUID = 1L;

    public RpcException() {}

    public RpcException(@Nullable String message) {
        super(message);
    }

    public RpcException(@Nullable Throwable cause) {
        super(cause);
    }

    public RpcException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public RpcException(int code) {
        super(code);
    }

    public RpcException(int code, @Nullable String message) {
        super(code, message);
    }

    public RpcException(int code, @Nullable Throwable cause) {
        super(code, cause);
    }

    public RpcException(int code, @Nullable String message, @Nullable Throwable cause) {
        super(code, message, cause);
    }
}
