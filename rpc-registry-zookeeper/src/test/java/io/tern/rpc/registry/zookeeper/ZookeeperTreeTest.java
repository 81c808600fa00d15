// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.Ticker;
import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.ConfigStore;
import io.tern.rpc.spi.registry.DubboUrl;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import io.tern.rpc.testing.registry.Heard;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies where, who owns it, and who may read it. */
class ZookeeperTreeTest extends ZookeeperFixture {
    @Test
    void serviceLoaderFindsTheFactory() {
        assertThat(ServiceLoader.load(RegistryFactory.class))
                .extracting(RegistryFactory::name)
                .contains("zookeeper");
    }

    @Test
    void entriesLieWhereDubboLooksForThem() throws Exception {
        Registry registry = openConnected();
        done(registry.register(
                new DubboUrl("dubbo", "192.0.2.1", 20880, SERVICE, Map.of("interface", SERVICE, "side", "provider"))));
        done(registry.register(consumer()));
        assertThat(server().children("/dubbo/demo.Echo/providers"))
                .containsExactly(
                        "dubbo%3A%2F%2F192.0.2.1%3A20880%2Fdemo.Echo%3Finterface%3Ddemo.Echo%26side%3Dprovider");
        assertThat(server().children("/dubbo/demo.Echo/consumers")).hasSize(1);
        assertThat(stat(consumer()).getEphemeralOwner()).isNotZero();
        for (String parent : List.of("/dubbo", "/dubbo/demo.Echo", "/dubbo/demo.Echo/providers")) {
            assertThat(server().stat(parent).getEphemeralOwner()).isZero();
        }
    }

    @Test
    void subscribingCreatesNothing() throws Exception {
        subscribed(openConnected());
        assertThat(server().stat("/dubbo")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"shop, /shop", "/shop, /shop", "a/b/c, /a/b/c", "/a/b/, /a/b", "/, ''"})
    void theGroupIsTheRootOfEntriesAndRules(String group, String root) throws Exception {
        Registry registry = open(settings(null, null, group));
        done(registry.register(provider(20880)));
        assertThat(server().children(root + "/demo.Echo/providers")).hasSize(1);
        server().put(root + "/config/dubbo/demo.tag-router", "text");
        CompletableFuture<@Nullable String> text = new CompletableFuture<>();
        registry.configStore().watch(ConfigStore.RULES, "demo.tag-router", text::complete);
        assertThat(done(text)).isEqualTo("text");
    }

    @Test
    void anEmptyTextIsNone() throws Exception {
        server().put("/dubbo/config/dubbo/demo.tag-router", "");
        CompletableFuture<@Nullable String> text = new CompletableFuture<>();
        open().configStore().watch(ConfigStore.RULES, "demo.tag-router", text::complete);
        assertThat(done(text)).isNull();
    }

    @Test
    void aKeyThatCannotBeAPathHasNoText() throws Exception {
        CompletableFuture<@Nullable String> text = new CompletableFuture<>();
        open().configStore().watch(ConfigStore.RULES, "a//b", text::complete);
        assertThat(done(text)).isNull();
    }

    @Test
    void anEntryThatIsNotDynamicOutlivesTheRegistry() throws Exception {
        DubboUrl lasting = provider(20880, Map.of("dynamic", "false"));
        Registry registry = openConnected();
        done(registry.register(lasting));
        registry.close();
        assertThat(stat(lasting).getEphemeralOwner()).isZero();
        Registry next = openConnected();
        done(next.register(lasting));
        done(next.unregister(lasting));
        assertThat(stat(lasting)).isNull();
    }

    @Test
    void aNodeThatAFormerSessionLeftIsReplaced() throws Exception {
        server().put("/dubbo/demo.Echo/providers", "");
        try (ZooKeeper former = server().connect()) {
            former.create(path(provider(20880)), new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            Registry registry = openConnected();
            done(registry.register(provider(20880)));
            assertThat(stat(provider(20880)).getEphemeralOwner()).isNotEqualTo(former.getSessionId());
        }
        assertThat(stat(provider(20880))).isNotNull();
    }

    @Test
    void aNodeThatAnotherProcessTookOverIsLeftAloneUntilItGoes() throws Exception {
        Registry registry = openConnected();
        done(registry.register(provider(20880)));
        long ours = stat(provider(20880)).getEphemeralOwner();
        Heard heard = subscribed(registry);
        try (ZooKeeper other = server().connect()) {
            other.multi(List.of(
                    Op.delete(path(provider(20880)), -1),
                    Op.create(path(provider(20880)), new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL)));
            // Two round trips of the registry: it has seen the change, and looked.
            done(registry.register(provider(20881)));
            done(registry.register(provider(20882)));
            assertThat(stat(provider(20880)).getEphemeralOwner()).isEqualTo(other.getSessionId());
            done(registry.unregister(provider(20882)));
        }
        heard.awaitEntries(Category.PROVIDERS, provider(20880), provider(20881));
        assertThat(stat(provider(20880)).getEphemeralOwner()).isEqualTo(ours);
    }

    @Test
    void whatALoginCreatesIsReadableByAllAndWritableByNobodyElse() throws Exception {
        Registry registry = open(settings("user", "secret", null));
        done(registry.register(provider(20880)));
        List<ACL> acl = server().ask(client -> client.getACL("/dubbo/demo.Echo/providers", new Stat()));
        assertThat(acl).hasSize(2).anySatisfy(each -> {
            assertThat(each.getId().getScheme()).isEqualTo("digest");
            assertThat(each.getId().getId()).startsWith("user:").doesNotContain("secret");
            assertThat(each.getPerms()).isEqualTo(Perms.ALL);
        });
        subscribed(openConnected()).awaitEntries(Category.PROVIDERS, provider(20880));
        assertThatThrownBy(() -> server().delete(path(provider(20880))))
                .isInstanceOf(KeeperException.NoAuthException.class);
        Registry sameUser = open(settings("user", "secret", null));
        done(sameUser.register(provider(20881)));
    }

    @Test
    void aRefusedEntryIsTriedAgain() throws Exception {
        server().put("/dubbo/demo.Echo/providers", "");
        server().ask(client -> client.setACL("/dubbo/demo.Echo/providers", Ids.READ_ACL_UNSAFE, -1));
        Registry registry = openConnected();
        CompletableFuture<@Nullable Void> refused = registry.register(provider(20880));
        assertThat(refused)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .withMessageContaining("NOAUTH")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("192.0.2.1"));
        Heard heard = subscribed(registry);
        // There is nobody who may change the list now; so the parent is made anew.
        server().delete("/dubbo/demo.Echo/providers");
        heard.awaitEntries(Category.PROVIDERS, provider(20880));
    }

    @Test
    void aNameThatIsNotEncodedIsSkippedAndCounted() throws Exception {
        server().put("/dubbo/demo.Echo/providers/%zz", "");
        AtomicInteger skipped = new AtomicInteger();
        RegistryContext usual = context();
        RegistryContext counting =
                new RegistryContext("conformance", Ticker.SYSTEM, usual.scheduler(), new RpcObserver() {
                    @Override
                    public void counted(Event event) {
                        if (event == Event.REGISTRY_ENTRY_SKIPPED) {
                            skipped.incrementAndGet();
                        }
                    }
                });
        try (Registry registry = factory().create(settings(), counting)) {
            done(registry.register(provider(20880)));
            subscribed(registry).awaitEntries(Category.PROVIDERS, provider(20880));
        }
        assertThat(skipped).hasPositiveValue();
    }

    @Test
    void anotherServerIsTriedWhenOneIsGone() throws Exception {
        int gone;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = probe.getLocalPort();
        }
        Registry registry = open(at(List.of("127.0.0.1:" + gone, server().address())));
        done(registry.register(provider(20880)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:port", "127.0.0.1:2181/chroot"})
    void anAddressThatIsNoneIsAMistakeAtStart(String address) {
        assertThatThrownBy(() -> open(at(List.of(address))))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining(address);
    }

    @Test
    void aGroupThatIsNoPathIsAMistakeAtStart() {
        assertThatThrownBy(() -> open(settings(null, null, "a//b")))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("group");
    }

    private RegistrySettings at(List<String> addresses) {
        RegistrySettings usual = settings();
        return new RegistrySettings(
                usual.id(),
                usual.kind(),
                addresses,
                null,
                null,
                null,
                usual.timeoutMillis(),
                usual.sessionMillis(),
                null,
                true,
                true,
                true,
                true,
                true,
                usual.accepts(),
                false,
                usual.extraKeys(),
                null,
                null,
                false,
                true,
                null,
                null,
                usual.parameters(),
                usual.origins());
    }
}
