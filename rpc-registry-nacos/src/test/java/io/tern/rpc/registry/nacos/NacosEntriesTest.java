// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.nacos.api.naming.pojo.Instance;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.DubboUrl;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NacosEntriesTest {
    private final AtomicInteger skipped = new AtomicInteger();
    private final NacosEntries entries = new NacosEntries(
            new RpcObserver() {
                @Override
                public void counted(Event event) {
                    skipped.incrementAndGet();
                }
            },
            Ticker.SYSTEM);

    @Test
    void whateverIsWrongWithAnInstanceTheOthersAreRead() {
        Instance withoutHost = instance(1);
        withoutHost.setIp(null);
        Instance withoutMetadata = instance(2);
        withoutMetadata.setMetadata(null);
        Instance withNull = instance(3);
        Map<String, String> metadata = new HashMap<>(withNull.getMetadata());
        metadata.put("weight", null);
        withNull.setMetadata(metadata);
        List<String> texts = entries.texts(Arrays.asList(withoutHost, withoutMetadata, withNull, null, instance(4)));
        assertThat(texts).singleElement().satisfies(text -> assertThat(text).startsWith("dubbo://192.0.2.1:4/"));
        assertThat(skipped).hasValue(4);
    }

    private static Instance instance(int port) {
        return NacosEntries.instance(DubboUrl.parse("dubbo://192.0.2.1:" + port + "/demo.A?interface=demo.A"), true);
    }
}
