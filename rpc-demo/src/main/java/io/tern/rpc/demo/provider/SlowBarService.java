// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.provider;

import com.alibaba.bar.Bar;
import com.alibaba.bar.BarService;
import java.util.concurrent.TimeUnit;

/** Does six seconds of work. */
public final class SlowBarService implements BarService {
    @Override
    public Bar findBar(String id) {
        try {
            TimeUnit.SECONDS.sleep(6);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The provider stops.", e);
        }
        return new Bar(id, "a bar after 6 s");
    }
}
