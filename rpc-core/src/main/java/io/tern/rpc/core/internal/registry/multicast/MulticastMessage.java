// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.multicast;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.ServiceQuery;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said in the group: a word and what it is about, as org.apache.dubbo.registry.multicast of 2.6 to 3.3 writes it. */
record MulticastMessage(Word word, DubboUrl url) {
    /** The receive buffer of every Dubbo: what is longer is cut there without a word. */
    static final int DUBBO_READS_BYTES = 2_048;

    private static final String ANY = "*";

    /** What there is to say. */
    enum Word {
        REGISTER,
        UNREGISTER,
        SUBSCRIBE;

        private final String text = name().toLowerCase(Locale.ROOT) + " ";
    }

    /**
     * Reads a datagram; null if it says {@code unsubscribe}, which nobody acts on.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static @Nullable MulticastMessage parse(String datagram) {
        String line = datagram.strip();
        int end = line.indexOf('\n');
        line = end < 0 ? line : line.substring(0, end).strip();
        for (Word word : Word.values()) {
            if (line.startsWith(word.text)) {
                return new MulticastMessage(
                        word, DubboUrl.parse(line.substring(word.text.length()).strip()));
            }
        }
        if (line.startsWith("unsubscribe ")) {
            return null;
        }
        throw new IllegalArgumentException("does not begin with register, unregister or subscribe");
    }

    /** The question who offers what a query looks for. */
    static MulticastMessage question(ServiceQuery query, String application, boolean unicast) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("application", application);
        parameters.put(
                "category",
                query.categories().stream().map(Category::text).sorted().collect(Collectors.joining(",")));
        parameters.put("check", "false");
        parameters.put("interface", query.interfaceName());
        parameters.put("side", "consumer");
        parameters.put("unicast", Boolean.toString(unicast));
        if (query.group() != null) {
            parameters.put("group", query.group());
        }
        if (query.version() != null) {
            parameters.put("version", query.version());
        }
        return new MulticastMessage(
                Word.SUBSCRIBE, new DubboUrl("consumer", "0.0.0.0", 0, query.interfaceName(), parameters));
    }

    /** Whether an entry answers this question; the rules are Dubbo's. */
    boolean asksFor(DubboUrl entry) {
        return meets(url.interfaceName(), entry.interfaceName())
                && asksFor(Category.of(entry))
                && (!"false".equals(entry.parameter("enabled")) || ANY.equals(url.parameter("enabled")))
                && meetsGroup(url.parameter("group", ""), entry.parameter("group", ""))
                && meets(url.parameter("version", ""), entry.parameter("version", ""))
                && meets(url.parameter("classifier", ANY), entry.parameter("classifier", ""));
    }

    private boolean asksFor(Category category) {
        String asked = url.parameter("category", Category.PROVIDERS.text());
        if (asked.contains("-")) {
            return !asked.contains("-" + category.text());
        }
        return asked.contains(ANY) || asked.contains(category.text());
    }

    private static boolean meets(String asked, String found) {
        return asked.equals(ANY) || asked.equals(found);
    }

    private static boolean meetsGroup(String asked, String found) {
        return meets(asked, found) || Arrays.asList(asked.split(",")).contains(found);
    }

    String text() {
        return word.text + url.text();
    }
}
