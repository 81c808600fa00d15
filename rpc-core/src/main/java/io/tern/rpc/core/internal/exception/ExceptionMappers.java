// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.exception;

import io.tern.rpc.core.internal.log.LogLimit;
import io.tern.rpc.spi.ExceptionMapper;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exception mappers of a Tern instance, in the order in which they are asked. Thread-safe. */
public final class ExceptionMappers {
    private static final Logger log = LoggerFactory.getLogger(ExceptionMappers.class);

    private final List<ExceptionMapper> mappers;
    private final LogLimit warnings;

    /** {@code mappers} in the order in which they are asked; {@code ticker} times warnings. */
    public ExceptionMappers(List<ExceptionMapper> mappers, Ticker ticker) {
        this(List.copyOf(mappers), new LogLimit(ticker, 1, 10_000));
    }

    private ExceptionMappers(List<ExceptionMapper> mappers, LogLimit warnings) {
        this.mappers = mappers;
        this.warnings = warnings;
    }

    /** Those that map exceptions of a method. */
    public ExceptionMappers of(MethodDescriptor method) {
        return new ExceptionMappers(
                mappers.stream().filter(mapper -> mapper.maps(method)).toList(), warnings);
    }

    /** What a provider sends in place of what the service threw; null if no mapper has a word about it. */
    public @Nullable Throwable toSend(Throwable thrown, MethodDescriptor method) {
        return first(mapper -> mapper.toSend(thrown, method), thrown, method);
    }

    /** What the caller gets in place of what arrived; null if no mapper has a word about it. */
    @Nullable
    Throwable received(Throwable arrived, MethodDescriptor method) {
        return first(mapper -> mapper.received(arrived, method), arrived, method);
    }

    /** The calls of one method, with its exceptions mapped; {@code next} itself if no mapper wants them. */
    public Invoker link(MethodDescriptor method, Invoker next, BooleanSupplier isEventLoop) {
        ExceptionMappers own = of(method);
        return own.mappers.isEmpty() ? next : new MappedCalls(next, own, isEventLoop);
    }

    private @Nullable Throwable first(
            Function<ExceptionMapper, @Nullable Throwable> way, Throwable error, MethodDescriptor method) {
        for (ExceptionMapper mapper : mappers) {
            try {
                Throwable mapped = way.apply(mapper);
                if (mapped != null) {
                    return mapped;
                }
            } catch (RuntimeException | LinkageError | StackOverflowError e) {
                warn(mapper, error, method, e);
            }
        }
        return null;
    }

    private void warn(ExceptionMapper mapper, Throwable error, MethodDescriptor method, Throwable fault) {
        long heldBack = warnings.pass();
        if (heldBack != LogLimit.SUPPRESSED) {
            log.warn(
                    "Exception mapper \"{}\" failed; a {} of {} stays what it was ({} such warnings held back)",
                    mapper.name(),
                    error.getClass().getName(),
                    method,
                    heldBack,
                    fault);
        }
    }
}
