// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.api;

/** Never exported by any provider; no exported service has its method. */
public interface HiddenService {
    String vanished(String who);
}
