// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.unported;

import io.tern.rpc.config.spring.Sample;
import org.apache.dubbo.config.annotation.DubboReference;

/** No bean, neither here nor in Dubbo. */
public class NoBean {
    @DubboReference
    Sample.BarService bar;
}
