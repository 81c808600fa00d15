// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.spi.ReferenceListener;

/** A listener that is a bean, under the bean's name. */
record BeanReferenceListener(LateBean<ReferenceListener> bean) implements ReferenceListener {
    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public void referred(ReferenceSettings reference) {
        bean.get().referred(reference);
    }

    @Override
    public void ended(ReferenceSettings reference) {
        bean.get().ended(reference);
    }
}
