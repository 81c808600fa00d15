// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.ReferenceListener;
import org.springframework.beans.factory.BeanFactory;

/** A listener that is a bean, under the bean's name: created when there is something to hear, and not before beans may be. */
record BeanReferenceListener(BeanFactory beans, String name) implements ReferenceListener {
    private ReferenceListener bean() {
        return beans.getBean(name, ReferenceListener.class);
    }

    @Override
    public void referred(ReferenceSettings reference) {
        bean().referred(reference);
    }

    @Override
    public void ended(ReferenceSettings reference) {
        bean().ended(reference);
    }
}
