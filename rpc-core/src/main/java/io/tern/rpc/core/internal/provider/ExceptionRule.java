// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.GenericException;
import io.tern.rpc.GenericService;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.CodeSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Which exceptions of a service travel as they are, and which as text: Dubbo's rule, so that a consumer never gets a class
 * that it can hardly have (docs/protocol.md, "Exceptions"). One per service; thread-safe.
 */
public final class ExceptionRule {
    /** The parameter of a service that decides; {@link #ALL} lets everything travel as it is. */
    static final String EXCEPTIONS = "tern.exceptions";

    static final String ALL = "all";
    /** The rule described above, which also holds without the parameter. */
    static final String KNOWN = "known";

    private final boolean all;
    private final String interfacePackage;
    private final @Nullable String interfaceSource;

    /** By exception class, since code sources are slow to look up; lets go of a class together with its loader. */
    private final ClassValue<Boolean> travels = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            String source = source(type);
            String name = type.getName();
            return interfaceSource == null
                    || source == null
                    || source.equals(interfaceSource)
                    || type.getPackageName().equals(interfacePackage)
                    || name.startsWith("java.")
                    || name.startsWith("javax.")
                    || name.startsWith("jakarta.");
        }
    };

    /** For exceptions of one interface; {@code parameters} are those of the service. */
    public ExceptionRule(Class<?> serviceInterface, Map<String, String> parameters) {
        this.all = serviceInterface == GenericService.class || ALL.equals(parameters.get(EXCEPTIONS));
        this.interfacePackage = serviceInterface.getPackageName();
        this.interfaceSource = source(serviceInterface);
    }

    /** What is sent for {@code error}, which a method threw that announces the exceptions {@code declared}. */
    public Throwable toSend(Throwable error, Set<Class<?>> declared) {
        if (error instanceof RpcException rpc) {
            return plain(rpc);
        }
        if (error instanceof RemoteServiceException) {
            // Tern's stand-in for a class that is missing here: no other peer knows it.
            return asText(error);
        }
        return travelsAsItIs(error, declared) ? error : asText(error);
    }

    /** Whether the exception is one that its interface did not announce; such are worth a line in the log. */
    boolean isUnexpected(Throwable error, Set<Class<?>> declared) {
        return !(error instanceof RpcException) && !isAnnounced(error, declared);
    }

    private boolean travelsAsItIs(Throwable error, Set<Class<?>> declared) {
        return all || isAnnounced(error, declared) || travels.get(error.getClass());
    }

    private static boolean isAnnounced(Throwable error, Set<Class<?>> declared) {
        return (error instanceof Exception && !(error instanceof RuntimeException))
                || declared.contains(error.getClass());
    }

    /** Only the plain class has a name on the wire; its subclasses say more to this process than to a peer. */
    private static RpcException plain(RpcException error) {
        if (error.getClass() == RpcException.class) {
            return error;
        }
        RpcException sent = new RpcException(error.getCode(), error.getMessage());
        sent.setStackTrace(error.getStackTrace());
        return sent;
    }

    /** Who calls without the interface has no classes either, so they are named; what a peer knows under another name, by that. */
    static Throwable described(Throwable error) {
        if (error instanceof GenericException) {
            return error;
        }
        String name = error.getClass().getName();
        if (error instanceof RpcException) {
            name = "org.apache.dubbo.rpc.RpcException";
        } else if (error instanceof RemoteServiceException remote && remote.remoteClassName() != null) {
            name = remote.remoteClassName();
        }
        GenericException sent = new GenericException(name, error.getMessage(), text(error));
        sent.setStackTrace(new StackTraceElement[0]);
        return sent;
    }

    private static RuntimeException asText(Throwable error) {
        RuntimeException sent = new RuntimeException(text(error));
        // The text has the trace that matters; this one would be of the worker's own frames.
        sent.setStackTrace(new StackTraceElement[0]);
        return sent;
    }

    private static String text(Throwable error) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            out.print(error.getClass().getName());
            if (error.getMessage() != null) {
                out.print(": " + error.getMessage());
            }
            out.println();
            error.printStackTrace(out);
        }
        return text.toString();
    }

    /** Without what {@link java.util.concurrent.CompletableFuture} puts around the exception of a stage. */
    public static Throwable unwrap(Throwable error) {
        Throwable bare = error;
        while ((bare instanceof CompletionException || bare instanceof ExecutionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        return bare;
    }

    private static @Nullable String source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().getFile();
    }
}
