// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.config.spring.internal.TernLifecycle;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.core.ExportedService;

/**
 * The bean of {@code <dubbo:service …/>}. Defined by the XML; not made by applications. The service is served once the
 * context has started. Thread-safe.
 */
public final class ServiceBean {
    private final TernLifecycle tern;
    private final WrittenElement element;

    ServiceBean(TernLifecycle tern, WrittenElement element) {
        this.tern = tern;
        this.element = element;
    }

    /**
     * The service with its effective settings and its addresses.
     *
     * @throws io.tern.rpc.RpcConfigException if the configuration of the context has mistakes
     */
    public ExportedService service() {
        return tern.service(element);
    }
}
