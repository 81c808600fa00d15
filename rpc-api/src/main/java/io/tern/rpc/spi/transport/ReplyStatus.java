// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.spi.transport;

/** Dubbo's reply status (docs/protocol.md, "Status codes"); only those that travel. */
public enum ReplyStatus {
    /** A value or a business exception. */
    OK(20),
    /** The reply exceeds the provider's payload limit (Dubbo 3.2.3 and later). */
    SERIALIZATION_ERROR(25),
    /** The consumer's deadline passed; never sent by Dubbo, understood as a timeout. */
    CLIENT_TIMEOUT(30),
    /** The provider's deadline passed; never sent by Dubbo, understood as a timeout. */
    SERVER_TIMEOUT(31),
    /** The request cannot be decoded. */
    BAD_REQUEST(40),
    /** The result cannot be encoded. */
    BAD_RESPONSE(50),
    /** Defined by Dubbo, and sent by nobody. */
    SERVICE_NOT_FOUND(60),
    /** Refused before the service ran: no such service or method, token, limit. */
    SERVICE_ERROR(70),
    /** The provider's framework failed. */
    SERVER_ERROR(80),
    /** No thread is free. */
    THREADPOOL_EXHAUSTED(100);

    private final int code;

    ReplyStatus(int code) {
        this.code = code;
    }

    /** The byte in the header. */
    public int code() {
        return code;
    }
}
