// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.spi.ConsoleCommand;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;

/** A command that is a bean, under the bean's name: created when somebody first asks for it or for help. */
record BeanConsoleCommand(BeanFactory beans, String name) implements ConsoleCommand {
    private ConsoleCommand bean() {
        return beans.getBean(name, ConsoleCommand.class);
    }

    @Override
    public String help() {
        return bean().help();
    }

    @Override
    public boolean isReadOnly() {
        return bean().isReadOnly();
    }

    @Override
    public String run(List<String> words) {
        return bean().run(words);
    }
}
