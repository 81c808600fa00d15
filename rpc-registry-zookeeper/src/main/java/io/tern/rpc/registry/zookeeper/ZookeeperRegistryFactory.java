// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.registry.zookeeper.internal.ZookeeperRegistry;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;

/**
 * Makes registries for {@code address="zookeeper://host:2181"}, with the tree that Dubbo 2.6 to 3.3 share:
 * {@code /dubbo/INTERFACE/providers/URL} and so on, and rules under {@code /dubbo/config/dubbo}. Stateless; thread-safe.
 *
 * <p>What counts of the settings:
 *
 * <ul>
 *   <li>{@code addresses}: the servers, port 2181 if none is given. One of them is used, another one if it fails.
 *   <li>{@code group}: the root instead of {@code dubbo}, of entries and of rules; may have several levels.
 *   <li>{@code username}, {@code password}: digest login. What is then created belongs to this user, as with
 *       Dubbo 3, and everybody may read it: Dubbo 2 protects nothing, so its consumers and tools do without a login.
 *   <li>{@code sessionMillis}: how long the server keeps our entries when it does not hear from us; it has limits of its own.
 *       One attempt to connect may take this long too, divided by the number of servers: so it is in ZooKeeper's client.
 *   <li>{@code timeoutMillis}: the longest {@link Registry#close()}.
 *   <li>{@code dynamic}: if false, entries outlive the process, and so they do with the entry's own {@code dynamic=false}:
 *       only {@link Registry#unregister} removes those, {@code close} does not.
 * </ul>
 *
 * <p>The servers need ZooKeeper 3.5 or newer, as the authors of Curator have it; only requests that 3.4 knows are sent. ZooKeeper's
 * own system properties work as ever. TLS ({@code zookeeper.client.secure}) needs netty-handler on the class path in addition.
 *
 * @see <a href="https://zookeeper.apache.org/doc/current/zookeeperProgrammers.html">ZooKeeper Programmer's Guide</a>
 */
public final class ZookeeperRegistryFactory implements RegistryFactory {
    @Override
    public String name() {
        return "zookeeper";
    }

    @Override
    public Registry create(RegistrySettings settings, RegistryContext context) {
        return ZookeeperRegistry.open(settings, context);
    }
}
