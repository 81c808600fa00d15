// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.MethodDescriptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** A validator that is a bean, under the bean's name: created by the first call at the latest, and not before beans may be. */
final class BeanValidator implements ArgumentValidator {
    private final BeanFactory beans;
    private final String beanName;

    BeanValidator(BeanFactory beans, String beanName) {
        this.beans = beans;
        this.beanName = beanName;
    }

    @Override
    public String name() {
        return beanName;
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
                Check ofBean = beans.getBean(beanName, ArgumentValidator.class).forMethod(method);
                check = ofBean == null ? nothing -> {} : ofBean;
                made = check;
            }
            check.check(arguments);
        }
    }
}
