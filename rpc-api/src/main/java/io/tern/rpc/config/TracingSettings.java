// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config;

/**
 * How calls are traced, as the element {@code tracing} and its children say. There are none unless tracing is switched on.
 *
 * @param probability the share of traces begun here that are recorded, from 0 to 1
 * @param propagation the form in which a trace travels with a call
 */
public record TracingSettings(double probability, Propagation propagation) {
    /** Forms of a trace's context. */
    public enum Propagation {
        /** {@code traceparent} and {@code tracestate}. */
        W3C,
        /** {@code b3}, which can be read as {@code X-B3-TraceId} and its likes too. */
        B3
    }
}
