// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

import org.jspecify.annotations.Nullable;

/** A small service for exports under a group, a version or a token. */
public interface GreetService {
    /** "hello WHO". */
    String hello(String who);

    /** The value of an attachment as this service sees it, or null. */
    @Nullable
    String attachment(String key);
}
