// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

import java.io.Serializable;

/** One answer. */
public class Told implements Serializable {
    private static final long serialVersionUID = 1;

    private long sequence;
    private long answer;
    private String provider = "";

    public Told() {}

    Told(long sequence, long answer, String provider) {
        this.sequence = sequence;
        this.answer = answer;
        this.provider = provider;
    }

    public long getSequence() {
        return sequence;
    }

    public void setSequence(long sequence) {
        this.sequence = sequence;
    }

    public long getAnswer() {
        return answer;
    }

    public void setAnswer(long answer) {
        this.answer = answer;
    }

    public String getProvider() {
        return provider;
    }

    public void setProvider(String provider) {
        this.provider = provider;
    }
}
