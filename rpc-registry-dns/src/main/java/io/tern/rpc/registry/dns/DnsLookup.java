// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.handler.codec.dns.DnsRecordType;
import io.tern.rpc.registry.dns.DnsAnswer.Kind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The addresses of one kind that a name has; asks again when they are out of date. For the loop's thread alone. */
final class DnsLookup {
    private static final long FIRST_RETRY_MILLIS = 1_000;

    private final DnsSettings.Name name;
    private final DnsRecordType type;
    private final DnsQueries queries;
    private final Runnable answered;
    private @Nullable List<String> addresses;
    private @Nullable DnsAnswer last;
    private long retryMillis = FIRST_RETRY_MILLIS;
    private boolean closed;

    /** {@code answered} runs after each answer, whatever it was. */
    DnsLookup(DnsSettings.Name name, DnsRecordType type, DnsQueries queries, Runnable answered) {
        this.name = name;
        this.type = type;
        this.queries = queries;
        this.answered = answered;
    }

    void ask() {
        if (!closed) {
            queries.ask(name.host(), type, this::heard);
        }
    }

    private void heard(DnsAnswer answer) {
        if (closed) {
            return;
        }
        last = answer;
        if (answer.kind() == Kind.SURE) {
            addresses = answer.addresses();
            retryMillis = FIRST_RETRY_MILLIS;
            queries.schedule(this::ask, TimeUnit.SECONDS.toMillis(answer.seconds()));
        } else {
            queries.schedule(this::ask, retryMillis);
            retryMillis = Math.min(2 * retryMillis, TimeUnit.SECONDS.toMillis(DnsAnswer.LONGEST_SECONDS));
        }
        answered.run();
    }

    DnsSettings.Name name() {
        return name;
    }

    /** The addresses that were last known for sure; null if they never were. */
    @Nullable
    List<String> addresses() {
        return addresses;
    }

    /** The latest answer; null before the first. */
    @Nullable
    DnsAnswer last() {
        return last;
    }

    void close() {
        closed = true;
    }
}
