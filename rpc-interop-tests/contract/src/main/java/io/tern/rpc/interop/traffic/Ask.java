// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;

/** One request. Its answer is a pure function of it, so that an answer to another request, or a damaged one, shows. */
public class Ask implements Serializable {
    private static final long serialVersionUID = 1;

    private long client;
    private long sequence;
    private long nonce;
    private long crc;
    private int sleepMillis;
    private byte[] payload = {};

    public Ask() {}

    /** The request of this number of a client, with random content. */
    static Ask of(long client, long sequence, int sleepMillis, Random random) {
        Ask ask = new Ask();
        ask.client = client;
        ask.sequence = sequence;
        ask.nonce = random.nextLong();
        ask.sleepMillis = sleepMillis;
        ask.payload = new byte[random.nextInt(512)];
        random.nextBytes(ask.payload);
        ask.crc = ask.checksum();
        return ask;
    }

    /** What a right provider answers. */
    long answer() {
        return checksum() * 31 + sequence;
    }

    /** Whether it arrived as it was sent. */
    boolean isWhole() {
        return crc == checksum();
    }

    private long checksum() {
        CRC32 sum = new CRC32();
        sum.update(ByteBuffer.allocate(24)
                .putLong(client)
                .putLong(sequence)
                .putLong(nonce)
                .array());
        sum.update(payload);
        return sum.getValue();
    }

    public long getClient() {
        return client;
    }

    public void setClient(long client) {
        this.client = client;
    }

    public long getSequence() {
        return sequence;
    }

    public void setSequence(long sequence) {
        this.sequence = sequence;
    }

    public long getNonce() {
        return nonce;
    }

    public void setNonce(long nonce) {
        this.nonce = nonce;
    }

    public long getCrc() {
        return crc;
    }

    public void setCrc(long crc) {
        this.crc = crc;
    }

    public int getSleepMillis() {
        return sleepMillis;
    }

    public void setSleepMillis(int sleepMillis) {
        this.sleepMillis = sleepMillis;
    }

    public byte[] getPayload() {
        return payload;
    }

    public void setPayload(byte[] payload) {
        this.payload = payload;
    }
}
