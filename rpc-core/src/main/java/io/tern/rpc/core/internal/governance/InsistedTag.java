// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import io.tern.rpc.Endpoint;
import io.tern.rpc.spi.Invocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Better nobody than a provider without the tag: the only word about tags that counts where no rules choose among providers,
 * inside the process.
 */
public final class InsistedTag {
    private final CallTag usual;

    private InsistedTag(CallTag usual) {
        this.usual = usual;
    }

    /**
     * That of one reference's calls.
     *
     * @param tag of the reference; null if it has none
     * @param parameters of its entry in registries
     */
    public static InsistedTag of(@Nullable String tag, Map<String, String> parameters) {
        return new InsistedTag(
                new CallTag(tag == null ? "" : tag, Boolean.parseBoolean(parameters.get(CallTag.FORCE))));
    }

    /** The tag that a provider of the call must have; null, as a rule: any will do. */
    public @Nullable String of(Invocation call) {
        if (!usual.forced() && !call.hasAttachments()) {
            return null;
        }
        String name = usual.nameOf(call);
        return name.isEmpty() || !usual.forcedOf(call) ? null : name;
    }

    /** Whether a provider has a tag. */
    public static boolean has(Endpoint provider, String tag) {
        return tag.equals(ProviderFacts.tag(provider));
    }
}
