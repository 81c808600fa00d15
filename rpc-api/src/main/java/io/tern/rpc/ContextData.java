// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of {@link RpcContext} that applications read and write by key: attachments, which travel, and values, which do not. */
abstract sealed class ContextData extends ContextFacts permits RpcContext {
    private final AttachmentSlots attachments = new AttachmentSlots();
    private @Nullable Map<String, Object> values;

    /** A text to send; null removes the key. */
    public RpcContext setAttachment(String key, @Nullable String value) {
        attachments.put(key, value);
        return self();
    }

    /** As {@link #setObjectAttachment}. */
    public RpcContext setAttachment(String key, @Nullable Object value) {
        attachments.put(key, value);
        return self();
    }

    /** Texts to send, besides those that are set already. */
    public RpcContext setAttachments(Map<String, String> texts) {
        texts.forEach(attachments::put);
        return self();
    }

    /** Values to send, besides those that are set already. */
    public RpcContext setObjectAttachments(Map<String, Object> objects) {
        objects.forEach(attachments::put);
        return self();
    }

    /** A value to send; Dubbo 2.6 peers understand text only. Null removes the key. */
    public RpcContext setObjectAttachment(String key, @Nullable Object value) {
        attachments.put(key, value);
        return self();
    }

    /** A text that was set or received; other values as text. Null if there is none. */
    public @Nullable String getAttachment(String key) {
        Object value = attachments.get(key);
        return value == null ? null : String.valueOf(value);
    }

    /** A value that was set or received; null if there is none. */
    public @Nullable Object getObjectAttachment(String key) {
        return attachments.get(key);
    }

    /** Removes a key from what was set and from what was received. */
    public RpcContext removeAttachment(String key) {
        attachments.remove(key);
        return self();
    }

    /** What was set and received, values as text. Not modifiable; never null. */
    public Map<String, String> getAttachments() {
        Map<String, String> texts = new LinkedHashMap<>();
        attachments.view().forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return Collections.unmodifiableMap(texts);
    }

    /** What was set and received. Not modifiable; never null. */
    public Map<String, Object> getObjectAttachments() {
        return Collections.unmodifiableMap(attachments.view());
    }

    /** Forgets what was set and what was received. */
    public RpcContext clearAttachments() {
        attachments.clear();
        return self();
    }

    /**
     * Keeps a value for code on this thread and in tasks made by {@link RpcContext#wrap(Runnable)}; it is never sent. Null removes it.
     * While a request is served, it is forgotten when the request ends; otherwise {@link #remove} or {@link RpcContext#removeContext}
     * forgets it.
     */
    public RpcContext set(String key, @Nullable Object value) {
        requireNonNull(key, "key");
        if (value == null) {
            return remove(key);
        }
        if (values == null) {
            values = new HashMap<>();
        }
        values.put(key, value);
        return self();
    }

    /** What {@link #set} keeps; null if nothing. */
    public @Nullable Object get(String key) {
        requireNonNull(key, "key");
        return values == null ? null : values.get(key);
    }

    /** All that {@link #set} keeps. Not modifiable; never null. */
    public Map<String, Object> get() {
        return values == null ? Map.of() : Collections.unmodifiableMap(values);
    }

    /** Forgets what {@link #set} keeps under the key. */
    public RpcContext remove(String key) {
        requireNonNull(key, "key");
        if (values != null) {
            values.remove(key);
        }
        return self();
    }

    AttachmentSlots attachments() {
        return attachments;
    }

    @Nullable
    Map<String, Object> values() {
        return values;
    }

    void values(@Nullable Map<String, Object> carried) {
        values = carried;
    }

    private RpcContext self() {
        return (RpcContext) this;
    }
}
