// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.core.config.AttributeValue;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of the instance as a whole: of several elements that could say one, whoever wants more decides. */
final class ProcessResolver {
    private static final int FIXED_THREADS = 200;

    private final ConfigModel model;
    private final OutsideSettings outside;

    ProcessResolver(ConfigModel model, OutsideSettings outside) {
        this.model = model;
        this.outside = outside;
    }

    ProcessSettings resolve() {
        return new ProcessSettings(
                callbacks(),
                isOn("background", ElementKind.MODULE) || isOn("refer-background", ElementKind.CONSUMER),
                isOn("background", ElementKind.MODULE) || isOn("export-background", ElementKind.PROVIDER),
                most("check-reference-timeout", ElementKind.MODULE).orElse(0),
                all(ElementKind.APPLICATION).allMatch(element -> element.flag("auto-trust-serialize-class", true)),
                all(ElementKind.APPLICATION)
                        .anyMatch(element -> "isolation".equals(element.textOrNull("executor-management-mode"))),
                dumpDirectory());
    }

    private Stream<CheckedElement> all(ElementKind kind) {
        return model.all(kind).stream();
    }

    private boolean isOn(String attribute, ElementKind kind) {
        return all(kind).anyMatch(element -> element.flag(attribute, false));
    }

    private ProcessSettings.Callbacks callbacks() {
        OptionalInt threads = most("threads", ElementKind.CONSUMER);
        OptionalInt core = most("corethreads", ElementKind.CONSUMER);
        List<String> kinds = all(ElementKind.CONSUMER)
                .map(element -> element.textOrNull("threadpool"))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .toList();
        boolean fixed = kinds.contains("fixed");
        int most = threads.orElse(fixed ? FIXED_THREADS : Integer.MAX_VALUE);
        return new ProcessSettings.Callbacks(
                fixed ? most : Math.min(most, core.orElse(0)), most, fixed || kinds.contains("limited"));
    }

    private OptionalInt most(String attribute, ElementKind kind) {
        return all(kind)
                .map(element -> element.value(attribute))
                .filter(AttributeValue::isSet)
                .mapToInt(value -> Math.toIntExact(value.asWhole()))
                .max();
    }

    /** Files in a home directory surprise people: they are written if either attribute asks for them. */
    private @Nullable String dumpDirectory() {
        for (CheckedElement application : model.all(ElementKind.APPLICATION)) {
            String directory = application.textOrNull("dump-directory");
            if (application.flag("dump-enable", directory != null)) {
                return directory == null ? outside.home() : directory;
            }
        }
        return null;
    }
}
