// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.unported;

import io.tern.rpc.config.spring.Sample;
import org.apache.dubbo.config.annotation.DubboReference;
import org.apache.dubbo.config.annotation.DubboService;

/** Dubbo would make a bean of it. */
@DubboService
public class OldServer extends Sample.FooOnly {
    @DubboReference
    private Sample.BarService bar;

    /** What nobody injected. */
    public Sample.BarService bar() {
        return bar;
    }
}
