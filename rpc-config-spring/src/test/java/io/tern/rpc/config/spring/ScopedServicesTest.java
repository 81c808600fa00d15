// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.annotation.RpcService;
import io.tern.rpc.config.spring.scoped.ScopedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

/** {@code @RpcService} on beans behind a scoped proxy: the proxy serves. */
@Timeout(60)
class ScopedServicesTest {
    private static XmlContext context(String elements) {
        return new XmlContext().file("a.xml", APPLICATION + elements);
    }

    private static void assertThatTheProxyServes(XmlContext context, String name) {
        try (context) {
            context.refresh();
            assertThat(context.getBean(ServiceBean.class).service().settings().implementation())
                    .isEqualTo(name);
            FooService served = context.getBean(name, FooService.class);
            assertThat(served.findFoo("call ")).isEqualTo("call 1");
            assertThat(served.findFoo("call ")).isEqualTo("call 1");
        }
    }

    @Test
    void aClassThatIsABeanAlreadyServesByItsProxy() {
        XmlContext context = context("<dubbo:annotation/>");
        new AnnotatedBeanDefinitionReader(context).registerBean(ScopedServer.class, "server");
        assertThatTheProxyServes(context, "server");
    }

    @Test
    void aClassOfASearchedPackageGetsItsProxy() {
        XmlContext context = context("<dubbo:annotation package=\"" + ScopedServer.class.getPackageName() + "\"/>");
        assertThatTheProxyServes(context, "scopedServer");
    }

    @Configuration
    static class Methods {
        @Bean
        @RpcService(group = "made", export = "false")
        @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
        FooService made() {
            return new ScopedServer();
        }
    }

    @Test
    void aMethodServesByTheProxyOfItsBean() {
        XmlContext context = context("<dubbo:annotation/>");
        context.registerBean(Methods.class);
        assertThatTheProxyServes(context, "made");
    }
}
