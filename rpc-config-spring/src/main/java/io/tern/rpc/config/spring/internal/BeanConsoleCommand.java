// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.spi.ConsoleCommand;
import java.util.List;

/** A command that is a bean, under the bean's name: created when somebody first asks for it or for help. */
record BeanConsoleCommand(LateBean<ConsoleCommand> bean) implements ConsoleCommand {
    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public String help() {
        return bean.get().help();
    }

    @Override
    public boolean isReadOnly() {
        return bean.get().isReadOnly();
    }

    @Override
    public String run(List<String> words) {
        return bean.get().run(words);
    }
}
