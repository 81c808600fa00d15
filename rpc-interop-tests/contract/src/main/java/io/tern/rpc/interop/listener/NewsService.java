// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.listener;

/** Tells listeners of its consumers what happens. */
public interface NewsService {
    /** Has the listener called from now on; returns how many there are. */
    int subscribe(String topic, NewsListener listener);

    /** Has it called no more; returns how many there are, and is negative if the listener was not known. */
    int unsubscribe(String topic, NewsListener listener);

    /** Calls all listeners of the topic one after the other; returns what they said, in the order in which they came. */
    String publish(String topic, String text);

    /** Lets all listeners of the topic edit a headline one after the other. */
    String edit(String topic, String text);

    /** How many listeners there are. */
    int count(String topic);
}
