// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.annotation.EnableRpc;
import io.tern.rpc.config.spring.annotation.RpcReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which places of {@code @RpcReference} come to the same bean. */
@Timeout(60)
class SharedReferencesTest {
    private static final String URL = "dubbo://127.0.0.1:1";

    @Configuration
    @EnableRpc(scanBasePackages = "com.acme.none")
    static class Enabled {}

    static class NoId {
        @RpcReference(url = URL, check = "false")
        FooService foo;
    }

    static class SameId {
        @RpcReference(url = URL, check = "false")
        FooService none;

        @RpcReference(id = "named", url = URL, check = "false")
        FooService one;

        @RpcReference(id = "named", url = URL, check = "false")
        FooService equal;
    }

    @Test
    void placesOfOneIdAndEqualSettingsShareItsBeanBesideOneWithoutId() {
        try (XmlContext context = context(Enabled.class, NoId.class, SameId.class)) {
            SameId places = context.getBean(SameId.class);
            assertThat(places.one).isSameAs(places.equal).isSameAs(context.getBean("named"));
            assertThat(places.none).isSameAs(context.getBean(NoId.class).foo);
        }
    }

    static class OtherId {
        @RpcReference(id = "other", url = URL, check = "false")
        FooService foo;
    }

    @Test
    void anotherIdIsAnotherBean() {
        try (XmlContext context = context(Enabled.class, OtherId.class, SameId.class)) {
            assertThat(context.getBean(OtherId.class).foo)
                    .isSameAs(context.getBean("other"))
                    .isNotSameAs(context.getBean("named"));
        }
    }

    @Configuration
    @EnableRpc(scanBasePackages = "com.acme.none")
    static class ByMethod {
        @Bean
        @RpcReference(url = URL, check = "false")
        FooService made() {
            throw new AssertionError("a reference is made, not this");
        }
    }

    /** The order in which beans are defined is nobody's plan. */
    @Test
    void aPlaceSharesTheBeanOfAMethodThatIsDefinedBehindIt() {
        for (Class<?>[] order : new Class<?>[][] {{NoId.class, ByMethod.class}, {ByMethod.class, NoId.class}}) {
            try (XmlContext context = context(order)) {
                assertThat(context.getBeanNamesForType(FooService.class)).containsExactly("made");
                assertThat(context.getBean(NoId.class).foo).isSameAs(context.getBean(FooService.class));
            }
        }
    }

    @Test
    void aPlaceWithoutIdSharesTheBeanOfAnIdThatIsDefinedBehindIt() {
        for (Class<?>[] order : new Class<?>[][] {{NoId.class, OtherId.class}, {OtherId.class, NoId.class}}) {
            Class<?>[] all = {Enabled.class, order[0], order[1]};
            try (XmlContext context = context(all)) {
                assertThat(context.getBeanNamesForType(FooService.class)).containsExactly("other");
                assertThat(context.getBean(NoId.class).foo).isSameAs(context.getBean("other"));
            }
        }
    }

    private static XmlContext context(Class<?>... classes) {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION);
        for (Class<?> type : classes) {
            context.registerBean(type);
        }
        context.refresh();
        return context;
    }
}
