// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/** A validator that is a bean, under the bean's name. */
record BeanValidator(LateBean<ArgumentValidator> bean) implements ArgumentValidator {
    @Override
    public String name() {
        return bean.name();
    }

    @Override
    public Check forMethod(MethodDescriptor method) {
        return new LateCheck(method);
    }

    /** The bean's check of one method, which it is asked for once; two threads may ask at a time and get the same. */
    private final class LateCheck implements Check {
        private final MethodDescriptor method;
        private volatile @Nullable Check made;

        LateCheck(MethodDescriptor method) {
            this.method = method;
        }

        @Override
        public void check(@Nullable Object[] arguments) throws Exception {
            Check check = made;
            if (check == null) {
                Check ofBean = bean.get().forMethod(method);
                check = ofBean == null ? nothing -> {} : ofBean;
                made = check;
            }
            check.check(arguments);
        }
    }
}
