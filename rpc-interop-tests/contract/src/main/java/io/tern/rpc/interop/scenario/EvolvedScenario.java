// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import static io.tern.rpc.interop.scenario.Cases.equal;
import static io.tern.rpc.interop.scenario.Cases.holds;

import io.tern.rpc.interop.api.Customer;
import io.tern.rpc.interop.api.TypeService;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A bean of which the two sides have different versions. Knows neither of them at compile time, so that it runs on the side of either:
 * what both have must survive, what the other side lacks must not come back, and neither may fail.
 */
final class EvolvedScenario implements Scenario {
    private static final Map<String, Object> OWN_OF_ONE_SIDE =
            Map.of("nickname", "A", "email", "a@example.org", "score", 9);

    @Override
    public void run(ScenarioSession session, Consumer<CaseResult> results) {
        Cases cases = new Cases(session.context(), results);
        TypeService types = session.bean("types", TypeService.class);
        cases.check("missing and extra fields", () -> {
            Customer sent = new Customer();
            sent.id = 17;
            sent.name = "Ada";
            sent.tags = new ArrayList<>(List.of("x", "y"));
            for (Field field : Customer.class.getFields()) {
                if (OWN_OF_ONE_SIDE.containsKey(field.getName())) {
                    field.set(sent, OWN_OF_ONE_SIDE.get(field.getName()));
                }
            }
            Customer returned = types.echoCustomer(sent);
            holds(returned != null, "a customer came back");
            if (returned != null) {
                equal(returned.id, 17L);
                equal(returned.name, "Ada");
                equal(returned.tags, List.of("x", "y"));
            }
            for (Field field : Customer.class.getFields()) {
                Object own = OWN_OF_ONE_SIDE.get(field.getName());
                holds(
                        own == null || !Objects.equals(field.get(returned), own),
                        field.getName() + " is lost on the other side");
            }
        });
    }
}
