// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.alibaba.dubbo.config.annotation.Reference;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.annotation.EnableRpc;
import io.tern.rpc.config.spring.annotation.RpcReference;
import io.tern.rpc.config.spring.annotation.RpcService;
import io.tern.rpc.config.spring.unported.NoBean;
import io.tern.rpc.config.spring.unported.OldServer;
import java.util.List;
import org.apache.dubbo.config.annotation.DubboReference;
import org.apache.dubbo.config.annotation.DubboService;
import org.apache.dubbo.config.spring.context.annotation.EnableDubbo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Annotations of Dubbo, which reflection does not show once Dubbo is gone, are not dropped without a word. */
@Timeout(60)
class DubboAnnotationsTest {
    private static final String URL = "dubbo://127.0.0.1:1";

    static class General {
        @Reference
        void setFoo(FooService foo) {}
    }

    static class Client extends General {
        @DubboReference
        FooService foo;

        Client(@DubboReference BarService bar) {}
    }

    @Configuration
    @EnableDubbo
    static class Enabled {
        @Bean
        @DubboService
        FooService served() {
            return new Sample.FooOnly();
        }
    }

    @Test
    void everyPlaceIsReportedWithWhatToWrite() {
        List<String> mistakes = context("", Client.class, Enabled.class).mistakes();

        assertThat(mistakes).hasSize(5);
        assertMistake(mistakes, DubboReference.class, "@RpcReference", Client.class.getName() + ".foo.");
        assertMistake(mistakes, DubboReference.class, "@RpcReference", Client.class.getName() + "() parameter 1.");
        assertMistake(mistakes, Reference.class, "@RpcReference", General.class.getName() + ".setFoo().");
        assertMistake(mistakes, EnableDubbo.class, "@EnableRpc", Enabled.class.getName() + ".");
        assertMistake(mistakes, DubboService.class, "@RpcService", Enabled.class.getName() + ".served().");
    }

    private static void assertMistake(List<String> mistakes, Class<?> annotation, String cure, String place) {
        assertThat(mistakes)
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-16 @" + annotation.getSimpleName() + ": ")
                        .contains(annotation.getName(), "write " + cure)
                        .endsWith("At " + place));
    }

    @Test
    void aClassThatDubboWouldMakeABeanOfIsReportedWithItsMembersAndOthersAreNot() {
        String search = "<dubbo:annotation package=\"" + OldServer.class.getPackageName() + "\"/>";
        List<String> mistakes = context(search).mistakes();

        assertThat(mistakes).hasSize(2);
        assertMistake(mistakes, DubboService.class, "@RpcService", OldServer.class.getName() + ".");
        assertMistake(mistakes, DubboReference.class, "@RpcReference", OldServer.class.getName() + ".bar.");
        assertThat(mistakes).noneSatisfy(mistake -> assertThat(mistake).contains(NoBean.class.getName()));
        assertThat(context(search, OldServer.class).mistakes()).hasSize(2);
    }

    @Configuration
    static class Less {
        @Bean
        Object client() {
            return new General();
        }
    }

    @Test
    void aBeanWhoseClassIsKnownOnlyWhenItExistsIsReportedThen() {
        try (XmlContext context = context("", Less.class)) {
            assertThat(catchThrowable(context::refresh))
                    .rootCause()
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageStartingWith("CFG-16 @Reference: ");
        }
    }

    /** As long as the same classes run with Dubbo too. */
    @DubboService
    @RpcService(export = "false")
    static class Both extends Sample.FooOnly {
        @DubboReference
        @RpcReference(url = URL, check = "false", init = "false")
        BarService bar;
    }

    @Test
    void whatHasOneOfOursTooIsInOrder() {
        try (XmlContext context = context("", Both.class)) {
            context.refresh();
            assertThat(context.getBean(Both.class).bar).isNotNull();
        }
    }

    @Configuration
    @EnableRpc(scanBasePackages = "io.tern.rpc.config.spring.unported")
    static class ByAnnotation {}

    @Test
    void theSwitchInJavaSearchesToo() {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION);
        context.registerBean(ByAnnotation.class);
        assertThat(context.mistakes()).hasSize(2);
    }

    private static XmlContext context(String search, Class<?>... classes) {
        XmlContext context =
                new XmlContext().file("a.xml", APPLICATION + (search.isEmpty() ? "<dubbo:annotation/>" : search));
        for (Class<?> type : classes) {
            context.registerBean(type);
        }
        return context;
    }
}
