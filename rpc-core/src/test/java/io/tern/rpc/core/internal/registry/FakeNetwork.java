// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine with the network interfaces that a test gives it. */
final class FakeNetwork implements Network {
    private final List<Card> cards = new ArrayList<>();
    private final Map<String, InetAddress> routes = new HashMap<>();

    /** The servers whose routes were asked for. */
    final List<String> asked = new ArrayList<>();

    /** How often the interfaces were looked at. */
    int looks;

    FakeNetwork card(String name, String... addresses) {
        return shown(name, name, addresses);
    }

    FakeNetwork shown(String name, String displayName, String... addresses) {
        cards.add(new Card(
                name,
                displayName,
                Arrays.stream(addresses).map(FakeNetwork::address).toList()));
        return this;
    }

    FakeNetwork route(String server, String local) {
        routes.put(server, address(local));
        return this;
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public List<Card> cards() {
        looks++;
        return cards;
    }

    @Override
    public @Nullable InetAddress routeTo(String server) {
        asked.add(server);
        return routes.get(server);
    }
}
