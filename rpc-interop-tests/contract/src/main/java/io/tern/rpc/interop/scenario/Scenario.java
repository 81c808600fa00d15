// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.function.Consumer;

/** A list of cases that are run one after the other on one thread. */
@FunctionalInterface
public interface Scenario {
    /** Runs all cases; a case that fails never ends the scenario. */
    void run(ScenarioSession session, Consumer<CaseResult> results);
}
