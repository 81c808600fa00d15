// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.config.ConfigService;
import com.alibaba.nacos.api.config.listener.Listener;
import com.alibaba.nacos.api.exception.NacosException;
import com.alibaba.nacos.client.config.utils.ParamUtils;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.Subscription;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The config store of a Nacos server: a key is a data id, a group a group. Its client is opened for the first watch. It has a thread
 * of its own, so that no provider waits for texts.
 */
final class NacosConfigs implements ConfigStore {
    private static final Logger log = LoggerFactory.getLogger(NacosConfigs.class);

    private final NacosClient<ConfigService> client;
    private final NacosThread thread;
    private final int timeoutMillis;

    NacosConfigs(NacosClient<ConfigService> client, NacosThread thread, int timeoutMillis) {
        this.client = client;
        this.thread = thread;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public Subscription watch(String group, String key, Consumer<@Nullable String> listener) {
        Watch watch = new Watch(group, key, listener);
        thread.attempt(NacosThread.Kind.TEXTS, watch::begin);
        return watch;
    }

    private final class Watch implements Subscription, Listener {
        private final String group;
        private final String key;
        private final Consumer<@Nullable String> listener;
        private final CompletableFuture<@Nullable Void> reported = new CompletableFuture<>();
        private @Nullable String told; // the thread's own
        private volatile boolean closed;

        Watch(String group, String key, Consumer<@Nullable String> listener) {
            this.group = group;
            this.key = key;
            this.listener = listener;
        }

        void begin() throws NacosException {
            if (closed) {
                return;
            }
            String text = null;
            try {
                // The server says of a key that it does not take what it says of a text that is being written: try
                // again.
                ParamUtils.checkKeyParam(key, group);
                text = client.open().getConfigAndSignListener(key, group, timeoutMillis, this);
            } catch (NacosException | IllegalArgumentException e) {
                if (!NacosProblem.isForGood(e)) {
                    throw e;
                }
                log.warn("Nacos refuses the key {} in group {}: no text, {}", key, group, NacosProblem.text(e));
            }
            report(text);
        }

        private void report(@Nullable String text) {
            String now = text == null || text.isBlank() ? null : text;
            boolean isNews = !reported.isDone() || !Objects.equals(now, told);
            told = now;
            if (isNews && !closed) {
                tell(now);
            }
            reported.complete(null);
        }

        // Whatever a listener throws, others are told, and who waits goes on.
        private void tell(@Nullable String text) {
            try {
                listener.accept(text);
            } catch (Throwable e) {
                log.warn("A listener of {} in group {} failed", key, group, e);
            }
        }

        @Override
        public Executor getExecutor() {
            return thread::run;
        }

        @Override
        public void receiveConfigInfo(@Nullable String text) {
            report(text);
        }

        @Override
        public CompletableFuture<@Nullable Void> reported() {
            return reported.copy();
        }

        @Override
        public void close() {
            closed = true;
            thread.run(() -> {
                ConfigService open = client.ifOpen();
                if (open != null) {
                    open.removeListener(key, group, this);
                }
            });
        }
    }
}
