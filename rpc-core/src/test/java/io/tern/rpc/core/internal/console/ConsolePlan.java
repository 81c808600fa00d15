// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.core.config.BeanSource;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.console.ConsoleCommands.Command;
import io.tern.rpc.core.internal.settings.ConsoleSettings;
import io.tern.rpc.core.internal.settings.OutsideSettings;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an application may have written about its console. */
final class ConsolePlan {
    private static final BeanSource NO_BEANS = new BeanSource() {
        @Override
        public @Nullable Class<?> typeOf(String name) {
            return null;
        }

        @Override
        public boolean isSingleton(String name) {
            return false;
        }

        @Override
        public Object bean(String name) {
            throw new IllegalArgumentException(name);
        }
    };

    private final ConfigElement application =
            ConfigElement.of(ElementKind.APPLICATION).set("name", "app").set("qos-enable", true);

    /** Writes an attribute of the application; null takes it away. */
    ConsolePlan set(String attribute, @Nullable Object value) {
        application.set(attribute, value);
        return this;
    }

    ConsoleSettings settings() {
        ClassLoader loader = getClass().getClassLoader();
        SettingsResolver resolver = new SettingsResolver(loader, NO_BEANS, Map.of(), OutsideSettings.ofProcess(loader));
        resolver.add(List.of(application));
        return requireNonNull(resolver.console());
    }

    /** Runs commands at once, on the thread that asks. */
    static ConsoleDesk.Runner atOnce(ConsoleCommands commands) {
        return (Command command, List<String> words, Consumer<Answer> then) ->
                then.accept(commands.run(command, words));
    }
}
