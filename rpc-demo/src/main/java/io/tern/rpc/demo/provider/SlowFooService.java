// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.provider;

import com.alibaba.foo.Foo;
import com.alibaba.foo.FooService;
import java.util.concurrent.TimeUnit;

/** Does five seconds of work. */
public final class SlowFooService implements FooService {
    @Override
    public Foo findFoo(String id) {
        try {
            TimeUnit.SECONDS.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The provider stops.", e);
        }
        return new Foo(id, "a foo after 5 s");
    }
}
