// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.tracing;

import io.tern.rpc.RpcContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A shop that notes in which trace it is called, and with which attachments. */
final class Answers implements Shop {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> attachments = new CopyOnWriteArrayList<>();
    private final Function<String, CompletableFuture<String>> answer;

    Answers(Function<String, CompletableFuture<String>> answer) {
        this.answer = answer;
    }

    static Answers echo() {
        return new Answers(CompletableFuture::completedFuture);
    }

    @Override
    public String find(String id) {
        return findLater(id).join();
    }

    @Override
    public CompletableFuture<String> findLater(String id) {
        seen.add(TracedTern.here());
        attachments.add(RpcContext.getContext().getObjectAttachments());
        return answer.apply(id);
    }

    @Override
    public void note(String id) {
        find(id);
    }

    List<String> seen() {
        return seen;
    }

    List<Map<String, Object>> attachments() {
        return attachments;
    }
}
