// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.safety;

import com.alibaba.com.caucho.hessian.io.Hessian2Output;
import java.io.IOException;

/** The places in a message where a peer can name a class. */
enum Carrier {
    VALUE("any", "Ljava/lang/Object;", Carrier::object),
    FIELD("box", "Lio/tern/rpc/interop/safety/TargetService$Box;", (out, name) -> {
        begin(out, TargetService.Box.class.getName(), "content");
        object(out, name);
    }),
    UNKNOWN_FIELD("box", "Lio/tern/rpc/interop/safety/TargetService$Box;", (out, name) -> {
        begin(out, TargetService.Box.class.getName(), "nobodyHasThisField");
        object(out, name);
    }),
    FIELD_OF_OTHER_TYPE("box", "Lio/tern/rpc/interop/safety/TargetService$Box;", (out, name) -> {
        begin(out, TargetService.Box.class.getName(), "plain");
        object(out, name);
    }),
    FIELD_OF_ABSENT_CLASS("any", "Ljava/lang/Object;", (out, name) -> {
        begin(out, "com.example.NobodyHasThisClass", "content");
        object(out, name);
    }),
    MAP_KEY("map", "Ljava/util/Map;", (out, name) -> {
        out.writeMapBegin(null);
        object(out, name);
        out.writeString("value");
        out.writeMapEnd();
    }),
    MAP_VALUE("map", "Ljava/util/Map;", (out, name) -> {
        out.writeMapBegin(null);
        out.writeString("key");
        object(out, name);
        out.writeMapEnd();
    }),
    SORTED_MAP_KEY("any", "Ljava/lang/Object;", (out, name) -> {
        out.writeMapBegin("java.util.TreeMap");
        object(out, name);
        out.writeString("value");
        out.writeMapEnd();
    }),
    MAP_TYPE("any", "Ljava/lang/Object;", (out, name) -> {
        out.writeMapBegin(name);
        out.writeString("key");
        out.writeString("value");
        out.writeMapEnd();
    }),
    LIST_TYPE("any", "Ljava/lang/Object;", (out, name) -> {
        out.writeListBegin(1, name);
        out.writeString("element");
    }),
    ARRAY_TYPE("any", "Ljava/lang/Object;", (out, name) -> {
        out.writeListBegin(1, "[" + name);
        out.writeNull();
    }),
    ARRAY_ELEMENT("array", "[Ljava/lang/Object;", (out, name) -> {
        out.writeListBegin(1, "[object");
        object(out, name);
    }),
    LIST_ELEMENT("list", "Ljava/util/List;", (out, name) -> {
        out.writeListBegin(1, null);
        object(out, name);
    }),
    SET_ELEMENT("any", "Ljava/lang/Object;", (out, name) -> {
        out.writeListBegin(1, "java.util.HashSet");
        object(out, name);
    }),
    QUEUE_ELEMENT("any", "Ljava/lang/Object;", (out, name) -> {
        out.writeListBegin(2, "java.util.PriorityQueue");
        object(out, name);
        object(out, name);
    }),
    GENERIC_ELEMENT("typed", "Ljava/util/List;", (out, name) -> {
        out.writeListBegin(1, null);
        object(out, name);
    }),
    ENUM("mood", "Lio/tern/rpc/interop/safety/TargetService$Mood;", Carrier::enumConstant),
    ENUM_AS_VALUE("any", "Ljava/lang/Object;", Carrier::enumConstant),
    CLASS_OBJECT("any", "Ljava/lang/Object;", (out, name) -> {
        begin(out, "java.lang.Class", "name");
        out.writeString(name);
    }),
    CAUSE("any", "Ljava/lang/Object;", (out, name) -> {
        begin(out, "java.lang.RuntimeException", "detailMessage", "cause");
        out.writeString("text");
        object(out, name);
    });

    /** Writes one value that names a class. */
    interface Writer {
        void write(Hessian2Output out, String className) throws IOException;
    }

    private final String method;
    private final String descriptor;
    private final Writer writer;

    Carrier(String method, String descriptor, Writer writer) {
        this.method = method;
        this.descriptor = descriptor;
        this.writer = writer;
    }

    /** The method whose argument or result this is. */
    String method() {
        return method;
    }

    String descriptor() {
        return descriptor;
    }

    void write(Hessian2Output out, String className) throws IOException {
        writer.write(out, className);
    }

    /** An object of a class, with the one field that {@link Marker} has. */
    static void object(Hessian2Output out, String className) throws IOException {
        begin(out, className, "value");
        out.writeString("payload");
    }

    private static void enumConstant(Hessian2Output out, String className) throws IOException {
        begin(out, className, "name");
        out.writeString("GOOD");
    }

    private static void begin(Hessian2Output out, String className, String... fields) throws IOException {
        if (out.writeObjectBegin(className) == -1) {
            out.writeInt(fields.length);
            for (String field : fields) {
                out.writeString(field);
            }
            out.writeObjectBegin(className);
        }
    }
}
