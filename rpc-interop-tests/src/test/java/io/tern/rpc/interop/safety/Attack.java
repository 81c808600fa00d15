// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import com.alibaba.com.caucho.hessian.io.Hessian2Input;
import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bodies of messages as an attacker makes them: with hessian-lite, without any guard. */
final class Attack {
    static final int REQUEST = 0xc2;
    static final int REPLY = 0x02;
    static final int OK = 20;
    static final int BAD_REQUEST = 40;
    static final int SERVICE_ERROR = 70;
    static final int POOL_EXHAUSTED = 100;

    /** How a reply begins. */
    enum Kind {
        EXCEPTION,
        VALUE,
        NULL,
        EXCEPTION_WITH_ATTACHMENTS,
        VALUE_WITH_ATTACHMENTS,
        NULL_WITH_ATTACHMENTS
    }

    /** Writes something. */
    interface Part {
        void write(Hessian2Output out) throws IOException;
    }

    private Attack() {}

    /** A body from its parts. */
    static byte[] body(Part... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Hessian2Output out = new Hessian2Output(bytes);
        try {
            for (Part part : parts) {
                part.write(out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A request's body. */
    static byte[] request(String method, String descriptor, Part argument, Part attachments) {
        return body(head(TargetService.class.getName(), method, descriptor), argument, attachments);
    }

    /** A request's first strings. */
    static Part head(String path, String method, String descriptor) {
        return out -> {
            out.writeString("2.0.2");
            out.writeString(path);
            out.writeString("0.0.0");
            out.writeString(method);
            out.writeString(descriptor);
        };
    }

    /** A request that any provider of the service can serve. */
    static byte[] ping() {
        return request("ping", "Ljava/lang/String;", out -> out.writeString("hello"), noAttachments());
    }

    static Part noAttachments() {
        return out -> {
            out.writeMapBegin(null);
            out.writeMapEnd();
        };
    }

    /** One attachment. */
    static Part attachment(String key, Part value) {
        return out -> {
            out.writeMapBegin(null);
            out.writeString(key);
            value.write(out);
            out.writeMapEnd();
        };
    }

    /** The body of a good reply to {@link #ping}. */
    static byte[] pong() {
        return body(kind(Kind.VALUE), out -> out.writeString("hello"));
    }

    static Part kind(Kind kind) {
        return out -> out.writeInt(kind.ordinal());
    }

    /** The text of a reply without a value. */
    static String text(byte[] body) {
        try {
            return new Hessian2Input(new ByteArrayInputStream(body)).readString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
