// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.remoting.hessian.internal.ValueForm.Part;
import io.tern.rpc.remoting.hessian.internal.ValueForm.Parts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of a stack trace. Fields since Java 9 are ignored by older readers. */
final class StackTraceForm {
    private static final int BUILTIN_LOADER = 1;
    private static final int JDK_MODULE = 2;
    private static final Set<String> BUILTIN_LOADERS = Set.of("app", "platform", "boot");

    private StackTraceForm() {}

    static ValueForm create() {
        return new ValueForm(
                StackTraceElement.class,
                StackTraceElement.class.getName(),
                List.of(
                        new Part("format", int.class),
                        new Part("lineNumber", int.class),
                        new Part("fileName", String.class),
                        new Part("methodName", String.class),
                        new Part("declaringClass", String.class),
                        new Part("moduleVersion", String.class),
                        new Part("moduleName", String.class),
                        new Part("classLoaderName", String.class)),
                value -> split((StackTraceElement) value),
                StackTraceForm::build);
    }

    private static @Nullable Object[] split(StackTraceElement line) {
        return new @Nullable Object[] {
            format(line),
            line.getLineNumber(),
            line.getFileName(),
            line.getMethodName(),
            line.getClassName(),
            line.getModuleVersion(),
            line.getModuleName(),
            line.getClassLoaderName()
        };
    }

    // What the JDK notes about a line to print it briefly; its own field is closed to us.
    private static int format(StackTraceElement line) {
        String loader = line.getClassLoaderName();
        String module = line.getModuleName();
        int format = loader == null || BUILTIN_LOADERS.contains(loader) ? BUILTIN_LOADER : 0;
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."))
                ? format | JDK_MODULE
                : format;
    }

    private static StackTraceElement build(Parts parts) {
        int format = parts.number(0);
        String declaringClass = (String) parts.optional(4);
        String method = (String) parts.optional(3);
        return new StackTraceElement(
                (format & BUILTIN_LOADER) != 0 ? null : (String) parts.optional(7),
                (String) parts.optional(6),
                (format & JDK_MODULE) != 0 ? null : (String) parts.optional(5),
                declaringClass == null ? "" : declaringClass,
                method == null ? "" : method,
                (String) parts.optional(2),
                parts.number(1));
    }
}
