// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.holds;
import static io.tern.rpc.interop.scenario.Cases.thrownBy;

import io.tern.rpc.interop.checked.CheckedService;
import io.tern.rpc.interop.checked.Parcel;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.function.Consumer;

/** Arguments that the provider's constraints refuse: a consumer without Bean Validation gets a text that it can read. */
final class ViolationScenario implements Scenario {
    private static final String SECRET = "SECRET-VALUE";

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        CheckedService checked = session.bean("checked", CheckedService.class);
        int before = checked.count();
        cases.check("right arguments pass", () -> {
            equal(checked.greet("ann"), "hello ann");
            equal(checked.send(Parcel.of("ann", "abc"), 5), 5);
        });
        cases.check("a constraint of a parameter", () -> {
            RuntimeException failure = thrownBy(RuntimeException.class, () -> checked.greet(" "));
            says(failure, "must not be blank");
            equal(session.context().rpcCode(failure), null);
        });
        cases.check("constraints of a bean, and no values in the text", () -> {
            RuntimeException failure = thrownBy(RuntimeException.class, () -> checked.send(Parcel.of(null, SECRET), 1));
            says(failure, "receiver: must not be null");
            says(failure, "code: size must be between 0 and 3");
            holds(!String.valueOf(failure.getMessage()).contains(SECRET), "no value: " + failure);
        });
        cases.check("the service was called with right arguments only", () -> equal(checked.count(), before + 2));
    }

    private static void says(RuntimeException failure, String text) {
        holds(String.valueOf(failure.getMessage()).contains(text), "says <" + text + ">: " + failure);
    }
}
