// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.governance.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Builds the tree of one document. Used once, by one thread. */
final class TreeReader {
    /** Rules have five. */
    static final int DEEPEST = 20;

    static final int MOST_NODES = 10_000;

    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]{1,18}\\.[0-9]{1,18}");

    private final Iterator<Event> events;
    private int nodes;

    TreeReader(Iterator<Event> events) {
        this.events = events;
    }

    /** ", line 3, column 7" */
    static String at(Mark mark) {
        return ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    @Nullable
    Object read() {
        Object tree = null;
        int documents = 0;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (++documents > 1) {
                        throw wrong(event, "has a second document");
                    }
                }
                default -> tree = node(event, 1);
            }
        }
        return tree;
    }

    private @Nullable Object node(Event event, int depth) {
        if (++nodes > MOST_NODES) {
            throw wrong(event, "has more than " + MOST_NODES + " nodes");
        }
        if (depth > DEEPEST) {
            throw wrong(event, "is more than " + DEEPEST + " levels deep");
        }
        boolean anchored = event instanceof NodeEvent node && node.getAnchor().isPresent();
        if (anchored || event.getEventId() == Event.ID.Alias) {
            throw wrong(event, "has an anchor or alias, which no rule needs");
        }
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> list(untagged((CollectionStartEvent) event), depth);
            case MappingStart -> map(untagged((CollectionStartEvent) event), depth);
            default -> throw wrong(event, "has something that is neither map nor list nor value");
        };
    }

    private List<@Nullable Object> list(Event start, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Event event = next(start); event.getEventId() != Event.ID.SequenceEnd; event = next(start)) {
            list.add(node(event, depth + 1));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(Event start, int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Event event = next(start); event.getEventId() != Event.ID.MappingEnd; event = next(start)) {
            if (!(event instanceof ScalarEvent)) {
                throw wrong(event, "has a key that is no text");
            }
            String key = String.valueOf(node(event, depth + 1));
            if (map.containsKey(key)) {
                throw wrong(event, "has the same key twice");
            }
            map.put(key, node(next(start), depth + 1));
        }
        return map;
    }

    private Event next(Event start) {
        if (!events.hasNext()) {
            throw wrong(start, "ends within a map or list");
        }
        return events.next();
    }

    private static CollectionStartEvent untagged(CollectionStartEvent event) {
        if (event.getTag().isPresent()) {
            throw wrong(event, "has a tag, which no rule needs");
        }
        return event;
    }

    /** What is in quotes or a block is text; numbers that would not come out as they were written are text, too. */
    private static @Nullable Object scalar(ScalarEvent event) {
        if (event.getTag().isPresent()) {
            throw wrong(event, "has a tag, which no rule needs");
        }
        String value = event.getValue();
        if (!event.isPlain()) {
            return value;
        }
        if (value.isEmpty() || value.equals("~") || value.equals("null")) {
            return null;
        }
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        if (WHOLE.matcher(value).matches()) {
            return Long.valueOf(value);
        }
        return DECIMAL.matcher(value).matches() ? new BigDecimal(value) : value;
    }

    private static IllegalArgumentException wrong(Event event, String fault) {
        return new IllegalArgumentException(
                fault + event.getStartMark().map(TreeReader::at).orElse(""));
    }
}
