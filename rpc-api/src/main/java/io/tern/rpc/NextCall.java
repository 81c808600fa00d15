// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings for the next call that the thread makes, and for no other: it uses them up, whether it succeeds or fails. They
 * win over whatever is configured. Got from {@link RpcContext#nextCall()}; belongs to that thread.
 *
 * <pre>{@code
 * RpcContext.nextCall().timeout(Duration.ofSeconds(5)).retries(0);
 * Report report = reports.make(id);
 * }</pre>
 */
public final class NextCall {
    private static final String TAG = "dubbo.tag";
    private static final String FORCE_TAG = "dubbo.force.tag";

    private final RpcContext context;
    private long timeoutNanos;
    private int retries = -1;
    private @Nullable String address;
    private boolean used;

    NextCall(RpcContext context) {
        this.context = context;
    }

    /**
     * The longest time of one attempt, instead of that of reference and provider.
     *
     * @param limit a millisecond or more; what is below a millisecond does not count
     */
    public NextCall timeout(Duration limit) {
        requireUnused();
        long millis = limit.toMillis();
        if (millis < 1 || millis > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "timeout: " + limit + " (expected: 1 to " + Integer.MAX_VALUE + " milliseconds)");
        }
        timeoutNanos = millis * 1_000_000;
        return this;
    }

    /** Further attempts after the first, 0 or more, for clusters that try again. */
    public NextCall retries(int count) {
        requireUnused();
        if (count < 0) {
            throw new IllegalArgumentException("retries: " + count + " (expected: 0 or more)");
        }
        retries = count;
        return this;
    }

    /**
     * The only provider that may get the call. It must be one of those that the reference knows, but rules and tags are not
     * asked; if it is not among them, the call fails with a {@link NoProviderException}.
     *
     * @param hostAndPort {@code host:port} as the provider registered it or as {@code url} has it, IPv6 in brackets
     */
    public NextCall address(String hostAndPort) {
        requireUnused();
        requireNonNull(hostAndPort, "hostAndPort");
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1 || !isPort(hostAndPort.substring(colon + 1)) || isOpenAddress(hostAndPort, colon)) {
            throw new IllegalArgumentException("address: \"" + hostAndPort
                    + "\" (expected: host:port, such as 10.0.0.5:20880 or [2001:db8::1]:20880)");
        }
        address = hostAndPort;
        return this;
    }

    private static boolean isPort(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return false;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= 65_535;
    }

    /** An IPv6 address without brackets, whose last part would be taken for a port. */
    private static boolean isOpenAddress(String text, int colon) {
        return text.indexOf(':') < colon && !(text.startsWith("[") && text.charAt(colon - 1) == ']');
    }

    /** Prefers providers with this tag; the attachment {@code dubbo.tag}, as in Dubbo. */
    public NextCall tag(String name) {
        requireUnused();
        context.setAttachment(TAG, requireNonNull(name, "name"));
        return this;
    }

    /** Calls providers with this tag or nobody. */
    public NextCall onlyTag(String name) {
        tag(name);
        context.setAttachment(FORCE_TAG, "true");
        return this;
    }

    /** The limit of an attempt; 0: as configured. */
    long timeoutNanos() {
        return timeoutNanos;
    }

    /** Negative: as configured. */
    int retries() {
        return retries;
    }

    /** Null: any. */
    @Nullable
    String address() {
        return address;
    }

    void use() {
        used = true;
    }

    private void requireUnused() {
        if (used) {
            throw new IllegalStateException(
                    "These settings were for a call that has been made; ask RpcContext.nextCall() again for another one");
        }
    }
}
