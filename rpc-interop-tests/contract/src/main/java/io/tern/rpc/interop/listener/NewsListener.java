// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.listener;

/** What a consumer passes to a provider, to be called. */
public interface NewsListener {
    /** Takes news, and answers. */
    String news(String topic, String text);

    /** Takes a value of a class that no method of the service itself mentions. */
    Headline edited(Headline headline);
}
