// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.Endpoint;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.ServiceKey;
import io.tern.rpc.core.fixture.RegistryPlan;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.CallOptions;
import io.tern.rpc.spi.Directory;
import io.tern.rpc.spi.EndpointInvoker;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.MethodDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of several registries a call goes to. */
class RegistryChoiceTest {
    private final List<RegistryChoice.Branch> branches = new ArrayList<>();
    private final Map<String, Boolean> available = new HashMap<>();

    private interface Service {
        void run();
    }

    private record Named(String name, Map<String, Boolean> available) implements EndpointInvoker {
        @Override
        public Endpoint endpoint() {
            return new Endpoint(name, 1, "test", Map.of());
        }

        @Override
        public boolean isAvailable() {
            return available.get(name);
        }

        @Override
        public int weight() {
            return 100;
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public ResponseFuture<@Nullable Object> invoke(Invocation call) {
            return ResponseFuture.completed(name);
        }
    }

    private RegistryPlan plan = new RegistryPlan();

    private void add(String name, boolean up) {
        available.put(name, up);
        Named provider = new Named(name, available);
        branches.add(new RegistryChoice.Branch(
                plan.settings(name), new StaticDirectory(ServiceKey.of(Service.class), List.of(provider)), provider));
        plan = new RegistryPlan();
    }

    private void addEmpty(String name) {
        branches.add(new RegistryChoice.Branch(
                plan.settings(name),
                new StaticDirectory(ServiceKey.of(Service.class), List.of()),
                call -> ResponseFuture.completed(name)));
    }

    private String chosen(@Nullable String ownZone, @Nullable String zoneOfCall) {
        Invocation call = new Invocation(
                ServiceKey.of(Service.class),
                MethodDescriptor.of(Service.class).get(0),
                new CallOptions(CallMode.SYNC, false, 1, 0),
                new Object[0],
                null,
                0,
                zoneOfCall == null ? null : Map.of("registry_zone", zoneOfCall));
        return String.valueOf(
                RegistryChoice.ofNearest(branches, ownZone).invoke(call).getNow(null));
    }

    private Map<String, Integer> chosenOften() {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            counts.merge(chosen(null, null), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void preferredOneComesFirstAsLongAsItIsAvailable() {
        plan.zone = "east";
        add("near", true);
        plan.preferred = true;
        add("best", true);
        assertThat(chosen("east", "east")).isEqualTo("best");

        available.put("best", false);
        assertThat(chosen("east", null)).isEqualTo("near");
    }

    @Test
    void zoneOfTheCallComesBeforeThatOfTheReferenceAndBothBeforeChance() {
        plan.zone = "east";
        add("east1", true);
        plan.zone = "west";
        add("west1", true);
        for (int i = 0; i < 50; i++) {
            assertThat(chosen("east", null)).isEqualTo("east1");
            assertThat(chosen("east", "west")).isEqualTo("west1");
        }
        available.put("west1", false);
        assertThat(chosen("east", "west")).isEqualTo("east1");
    }

    @Test
    void othersGetCallsByWeightAndThoseOfWeightZeroOnlyInNeed() {
        plan.weight = 300;
        add("big", true);
        add("usual", true);
        plan.weight = 0;
        add("spare", true);
        Map<String, Integer> counts = chosenOften();
        assertThat(counts.keySet()).containsExactlyInAnyOrder("big", "usual");
        assertThat(counts.get("big")).isBetween(7_000, 8_000);

        available.put("big", false);
        available.put("usual", false);
        assertThat(chosenOften()).containsOnlyKeys("spare");
    }

    @Test
    void zeroBeforeOthersIsNoAdvantage() {
        plan.weight = 0;
        add("spare", true);
        add("usual", true);

        assertThat(chosenOften()).containsOnlyKeys("usual");
    }

    @Test
    void aRegistryInWhichRulesLeaveNobodyForACallIsPassedOver() {
        available.put("best", true);
        Named provider = new Named("best", available);
        plan.preferred = true;
        branches.add(new RegistryChoice.Branch(plan.settings("best"), new Ruled(List.of(provider)), provider));
        plan = new RegistryPlan();
        assertThat(chosen(null, null)).as("nobody anywhere: it says best why").isEqualTo("best");

        plan.weight = 0;
        add("spare", true);
        plan.zone = "east";
        add("near", true);
        assertThat(chosen("east", null)).as("by the same order as ever").isEqualTo("near");
        available.put("near", false);
        assertThat(chosen("east", null)).isEqualTo("spare");
        available.put("spare", false);
        assertThat(chosen("east", null)).isEqualTo("best");
    }

    /** Providers that rules forbid. */
    private record Ruled(List<EndpointInvoker> snapshot) implements Directory {
        @Override
        public ServiceKey service() {
            return ServiceKey.of(Service.class);
        }

        @Override
        public List<EndpointInvoker> candidates(Invocation call) {
            return List.of();
        }

        @Override
        public String absence() {
            return "is ruled out";
        }
    }

    @Test
    void withoutAvailableOnesTheFirstWithProvidersIsAskedAndElseTheFirst() {
        addEmpty("empty");
        assertThat(chosen(null, null)).isEqualTo("empty");
        add("down", false);
        assertThat(chosen(null, null)).isEqualTo("down");
    }
}
