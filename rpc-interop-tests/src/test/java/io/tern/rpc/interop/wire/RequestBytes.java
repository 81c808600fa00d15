// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.wire;

import io.tern.rpc.testing.transport.RawPeer;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Builds the body of a request value by value, right or wrong. Each method changes this object and gives it back. */
final class RequestBytes {
    static final String CALLS = "io.tern.rpc.interop.api.CallService";
    static final String GREETS = "io.tern.rpc.interop.api.GreetService";
    static final String TEXT = "Ljava/lang/String;";
    static final byte[] EMPTY_MAP = {'H', 'Z'};
    static final byte[] NULL = {'N'};

    private @Nullable String protocol = "2.0.2";
    private String path;
    private @Nullable String version = "0.0.0";
    private final String method;
    private final String descriptor;
    private byte[] arguments = {};
    private byte[] attachments = EMPTY_MAP;

    private RequestBytes(String path, String method, String descriptor) {
        this.path = path;
        this.method = method;
        this.descriptor = descriptor;
    }

    /** CallService.echo of a text. */
    static RequestBytes echo(String value) {
        return call(CALLS, "echo", TEXT).arguments(RawPeer.text(value));
    }

    /** GreetService.hello to "x". */
    static RequestBytes hello() {
        return call(GREETS, "hello", TEXT).arguments(RawPeer.text("x"));
    }

    static RequestBytes call(String path, String method, String descriptor) {
        return new RequestBytes(path, method, descriptor);
    }

    RequestBytes protocol(@Nullable String value) {
        protocol = value;
        return this;
    }

    RequestBytes path(String value) {
        path = value;
        return this;
    }

    RequestBytes version(@Nullable String value) {
        version = value;
        return this;
    }

    RequestBytes arguments(byte[]... values) {
        arguments = RawPeer.concat(values);
        return this;
    }

    RequestBytes attachments(byte[] bytes) {
        attachments = bytes;
        return this;
    }

    /** Adds an entry to the attachments, its value in Hessian bytes. */
    RequestBytes attach(String key, byte[] value) {
        byte[] open = java.util.Arrays.copyOf(attachments, attachments.length - 1);
        attachments = RawPeer.concat(open, RawPeer.text(key), value, new byte[] {'Z'});
        return this;
    }

    RequestBytes attach(String key, String value) {
        return attach(key, RawPeer.text(value));
    }

    byte[] body() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String text : new String[] {protocol, path, version, method, descriptor}) {
            out.writeBytes(text == null ? NULL : RawPeer.text(text));
        }
        out.writeBytes(arguments);
        out.writeBytes(attachments);
        return out.toByteArray();
    }

    /** The frame of a two-way call. */
    byte[] frame(long id) {
        return RawPeer.frame(0xc2, 0, id, body());
    }
}
