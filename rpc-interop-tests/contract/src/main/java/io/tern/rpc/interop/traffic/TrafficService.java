// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.traffic;

/** The service of the traffic. */
public interface TrafficService {
    Told ask(Ask ask);
}
