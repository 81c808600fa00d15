// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.TreeSet;

/**
 * What came of one question.
 *
 * @param kind whether the addresses can be relied on
 * @param addresses sorted, since servers shuffle them
 * @param seconds how long that holds
 * @param problem for a log line, empty if there is none
 */
record DnsAnswer(Kind kind, List<String> addresses, long seconds, String problem) {
    /** Shorter times to live would make many questions, longer ones would keep dead providers. */
    static final long LONGEST_SECONDS = 60;

    private static final long SHORTEST_SECONDS = 1;
    /** Names without an address are asked for often, since a first provider is waited for. */
    private static final long EMPTY_SECONDS = 5;

    private static final int MOST_ADDRESSES = 4_096;

    /** What an answer is worth. */
    enum Kind {
        /** These are the addresses; none if the server that is responsible says so. */
        SURE,
        /** A server answered, but did not say that there is nothing. */
        UNSURE,
        /** No server answered, or it could not do what was asked. */
        FAILED
    }

    static DnsAnswer failed(Throwable cause) {
        return new DnsAnswer(Kind.FAILED, List.of(), 0, cause.toString());
    }

    static DnsAnswer of(DnsResponse response, DnsRecordType type) {
        DnsResponseCode code = response.code();
        if (!code.equals(DnsResponseCode.NOERROR) && !code.equals(DnsResponseCode.NXDOMAIN)) {
            return new DnsAnswer(Kind.FAILED, List.of(), 0, "the server answers " + code);
        }
        TreeSet<String> addresses = new TreeSet<>();
        long seconds = LONGEST_SECONDS;
        int answers = response.count(DnsSection.ANSWER);
        for (int i = 0; i < answers && addresses.size() < MOST_ADDRESSES; i++) {
            DnsRecord answer = response.recordAt(DnsSection.ANSWER, i);
            if (answer instanceof DnsRawRecord raw && type.equals(raw.type())) {
                addresses.add(address(raw.content(), type));
                seconds = Math.min(seconds, raw.timeToLive());
            }
        }
        if (response.isTruncated()) {
            return new DnsAnswer(Kind.FAILED, List.of(), 0, "the answer is too long for a datagram and came cut");
        }
        if (!addresses.isEmpty()) {
            return new DnsAnswer(Kind.SURE, List.copyOf(addresses), Math.max(SHORTEST_SECONDS, seconds), "");
        }
        // An alias that leads out of the server's zone is no statement about the addresses behind it.
        boolean sure = response.isAuthoritativeAnswer() && answers == 0;
        return new DnsAnswer(
                sure ? Kind.SURE : Kind.UNSURE,
                List.of(),
                EMPTY_SECONDS,
                sure
                        ? ""
                        : "the server answers " + code + " and is not authoritative; is the name complete, as in"
                                + " demo.shop.svc.cluster.local?");
    }

    private static String address(ByteBuf content, DnsRecordType type) {
        byte[] bytes = new byte[type.equals(DnsRecordType.A) ? 4 : 16];
        if (content.readableBytes() != bytes.length) {
            throw new IllegalArgumentException("a record of type " + type.name() + " has " + content.readableBytes()
                    + " bytes (expected: " + bytes.length + ")");
        }
        content.getBytes(content.readerIndex(), bytes);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for an array of a wrong length
        }
    }
}
