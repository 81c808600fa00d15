// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.internal.settings.ProcessSettings.Callbacks;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProcessResolverTest {
    private static ConfigElement element(ElementKind kind, Consumer<ConfigElement> attributes) {
        ConfigElement element = ConfigElement.of(kind);
        attributes.accept(element);
        return element;
    }

    private static ProcessSettings settings(ConfigElement... elements) {
        SettingsBench bench = new SettingsBench();
        assertThat(bench.mistakes(elements)).isEmpty();
        return bench.resolver().process();
    }

    private static Callbacks callbacks(Consumer<ConfigElement> attributes) {
        return settings(element(ElementKind.CONSUMER, attributes)).callbacks();
    }

    private static ProcessSettings application(Consumer<ConfigElement> attributes) {
        SettingsBench bench = new SettingsBench();
        attributes.accept(bench.application());
        assertThat(bench.mistakes()).isEmpty();
        return bench.resolver().process();
    }

    @Test
    void whatIsNotWrittenHasItsDefault() {
        assertThat(settings()).isEqualTo(new ProcessSettings(Callbacks.UNLIMITED, false, false, 0, true, false, null));
    }

    @Test
    void callbackThreadsAreAsManyAsTheKindOfPoolAndTheNumbersSay() {
        assertThat(callbacks(c -> c.set("threadpool", "cached"))).isEqualTo(Callbacks.UNLIMITED);
        assertThat(callbacks(c -> c.set("threadpool", "fixed"))).isEqualTo(new Callbacks(200, 200, true));
        assertThat(callbacks(c -> c.set("threadpool", "fixed").set("threads", 3)))
                .isEqualTo(new Callbacks(3, 3, true));
        assertThat(callbacks(c -> c.set("threadpool", "limited").set("threads", 3)))
                .isEqualTo(new Callbacks(0, 3, true));
        assertThat(callbacks(c -> c.set("threads", 3).set("corethreads", 2))).isEqualTo(new Callbacks(2, 3, false));
        assertThat(callbacks(c -> c.set("threads", 3).set("corethreads", 9))).isEqualTo(new Callbacks(3, 3, false));
    }

    @Test
    void ofSeveralConsumersTheLargestNumberCounts() {
        assertThat(settings(
                                element(ElementKind.CONSUMER, c -> c.set("threads", 3)),
                                element(
                                        ElementKind.CONSUMER,
                                        c -> c.set("default", false).set("threads", 8)))
                        .callbacks()
                        .most())
                .isEqualTo(8);
    }

    @Test
    void theModuleSendsBothToTheBackgroundAndTheOthersTheirOwn() {
        ProcessSettings module =
                settings(element(ElementKind.MODULE, m -> m.set("name", "m").set("background", true)));
        assertThat(module.referInBackground()).isTrue();
        assertThat(module.exportInBackground()).isTrue();
        ProcessSettings consumer = settings(element(ElementKind.CONSUMER, c -> c.set("refer-background", true)));
        assertThat(consumer.referInBackground()).isTrue();
        assertThat(consumer.exportInBackground()).isFalse();
        ProcessSettings provider = settings(element(ElementKind.PROVIDER, p -> p.set("export-background", true)));
        assertThat(provider.referInBackground()).isFalse();
        assertThat(provider.exportInBackground()).isTrue();
    }

    @Test
    void aThreadDumpIsWrittenIfEitherAttributeAsksForIt() {
        assertThat(application(a -> {}).dumpDirectory()).isNull();
        assertThat(application(a -> a.set("dump-directory", "dumps")).dumpDirectory())
                .isEqualTo("dumps");
        assertThat(application(a -> a.set("dump-enable", true)).dumpDirectory()).isEqualTo("/home/me");
        assertThat(application(a -> a.set("dump-enable", false).set("dump-directory", "dumps"))
                        .dumpDirectory())
                .isNull();
    }

    @Test
    void trustAndPoolsAreTheApplicationsToSay() {
        assertThat(application(a -> a.set("auto-trust-serialize-class", false)).trustsInterfaces())
                .isFalse();
        assertThat(application(a -> a.set("executor-management-mode", "isolation"))
                        .ownPools())
                .isTrue();
        assertThat(application(a -> a.set("executor-management-mode", "default"))
                        .ownPools())
                .isFalse();
    }

    @Test
    void theWaitOfAProviderCountsIfTheApplicationSaysNothing() {
        SettingsBench bench = new SettingsBench();
        assertThat(bench.mistakes(
                        element(ElementKind.PROVIDER, p -> p.set("wait", 77)),
                        element(
                                ElementKind.PROVIDER,
                                p -> p.set("default", false).set("wait", 5))))
                .isEmpty();
        assertThat(bench.resolver().application().shutdownWaitMillis()).isEqualTo(77);
        assertThat(bench.resolver().application().origins().get("shutwait").toString())
                .contains("dubbo:provider", "attribute wait");

        SettingsBench both = new SettingsBench();
        both.application().set("shutwait", 9);
        assertThat(both.mistakes(element(ElementKind.PROVIDER, p -> p.set("wait", 77))))
                .isEmpty();
        assertThat(both.resolver().application().shutdownWaitMillis()).isEqualTo(9);
    }

    @Test
    void anApplicationThatIsNamedMustBeTheOneThereIs() {
        SettingsBench bench = new SettingsBench();
        assertThat(bench.mistakes(
                        SettingsBench.registry("N/A"),
                        SettingsBench.reference().set("url", "127.0.0.1:1").set("application", "shop")))
                .isEmpty();
        assertThat(new SettingsBench()
                        .mistakes(SettingsBench.reference()
                                .set("url", "127.0.0.1:1")
                                .set("application", "other")))
                .singleElement()
                .asString()
                .contains("CFG-07", "attribute application = \"other\"", "known ids: shop");
    }

    @Test
    void theExecutorOfAServiceMustBeOne() {
        assertThat(new SettingsBench().mistakes(SettingsBench.service().set("executor", "server")))
                .singleElement()
                .asString()
                .contains("CFG-07", "attribute executor = \"server\"", "is no java.util.concurrent.Executor");
    }
}
