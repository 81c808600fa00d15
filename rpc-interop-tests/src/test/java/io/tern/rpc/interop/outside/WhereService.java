// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.outside;

/** Tells where it runs. */
public interface WhereService {
    /** The name of the thread that serves the request. */
    String thread();

    /** The same, after the gate of the provider was opened. */
    String slowThread();
}
