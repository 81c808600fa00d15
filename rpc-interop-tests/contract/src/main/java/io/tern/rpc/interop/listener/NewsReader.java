// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.listener;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A consumer that does what lines say. */
public final class NewsReader {
    private final NewsService service;
    private final Map<String, Listener> listeners = new ConcurrentHashMap<>();

    public NewsReader(NewsService service) {
        this.service = service;
    }

    /** What is passed. Texts that begin with {@code fail} make it throw, with {@code nested} call its service. */
    private final class Listener implements NewsListener {
        private final String name;
        private final List<String> heard = new CopyOnWriteArrayList<>();

        Listener(String name) {
            this.name = name;
        }

        @Override
        public String news(String topic, String text) {
            heard.add(text);
            if (text.startsWith("fail")) {
                throw new IllegalStateException(name + " cannot take " + text);
            }
            return name + " took " + text + (text.startsWith("nested") ? " of " + service.count(topic) : "");
        }

        @Override
        public Headline edited(Headline headline) {
            return new Headline(name + ":" + headline.getText(), headline.getSize() + 1);
        }
    }

    /**
     * Obeys {@code subscribe TOPIC NAME}, {@code unsubscribe TOPIC NAME}, {@code publish TOPIC TEXT}, {@code edit TOPIC TEXT}, {@code
     * count TOPIC} or {@code heard NAME}.
     *
     * @return one line
     */
    public String obey(String command) {
        String[] words = command.split(" ", -1);
        try {
            return switch (words[0]) {
                case "subscribe" -> "" + service.subscribe(words[1], listener(words[2]));
                case "unsubscribe" -> "" + service.unsubscribe(words[1], listener(words[2]));
                case "publish" -> service.publish(words[1], words[2]);
                case "edit" -> service.edit(words[1], words[2]);
                case "count" -> "" + service.count(words[1]);
                case "heard" -> String.join(" ", listener(words[1]).heard);
                default -> throw new IllegalArgumentException(command);
            };
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    private Listener listener(String name) {
        return listeners.computeIfAbsent(name, Listener::new);
    }

    /** An exception in one line. */
    static String failure(RuntimeException error) {
        String message = String.valueOf(error.getMessage());
        return "!" + error.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }
}
