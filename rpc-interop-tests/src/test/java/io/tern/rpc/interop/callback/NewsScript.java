// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;

/** What a reader of the news asks, and what must hold, whoever is at the ends and however they found each other. */
final class NewsScript {
    private NewsScript() {}

    /** @param reader takes a line for {@code NewsReader.obey} and returns its answer */
    static void read(UnaryOperator<String> reader) {
        assertThat(reader.apply("subscribe red ann")).isEqualTo("1");
        assertThat(reader.apply("publish red a")).isEqualTo("ann took a");
        assertThat(reader.apply("subscribe red bob")).isEqualTo("2");
        assertThat(reader.apply("publish red b")).isEqualTo("ann took b, bob took b");
        assertThat(reader.apply("edit red x")).isEqualTo("ann:x2, bob:x2");
        assertThat(reader.apply("subscribe red ann")).as("the same once more").isEqualTo("2");
        assertThat(reader.apply("publish red fail"))
                .isEqualTo(
                        "!IllegalStateException: ann cannot take fail, !IllegalStateException: bob cannot take fail");
        assertThat(reader.apply("publish red nested")).isEqualTo("ann took nested of 2, bob took nested of 2");
        assertThat(reader.apply("unsubscribe red ann")).isEqualTo("1");
        assertThat(reader.apply("publish red c")).isEqualTo("bob took c");
        assertThat(reader.apply("heard ann")).isEqualTo("a b fail nested");
        // Three of this interface on one connection are what both sides allow.
        assertThat(reader.apply("subscribe blue cy")).isEqualTo("1");
        assertThat(reader.apply("subscribe blue dan")).isEqualTo("2");
        assertThat(reader.apply("subscribe blue eve")).startsWith("!");
        assertThat(reader.apply("count blue")).isEqualTo("2");
        assertThat(reader.apply("unsubscribe blue cy")).isEqualTo("1");
        assertThat(reader.apply("subscribe blue eve")).isEqualTo("2");
        assertThat(reader.apply("publish blue d")).isEqualTo("dan took d, eve took d");
    }
}
