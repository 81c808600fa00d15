// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.annotation.RpcService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code @RpcService} on a class that its bean's definition does not tell. */
@Timeout(60)
class HiddenServicesTest {
    @RpcService(export = "false")
    static class Annotated extends Sample.FooOnly {}

    @Configuration
    static class Less {
        @Bean({"impl", "alias"})
        FooService impl() {
            return new Annotated();
        }
    }

    @Test
    void aMethodThatReturnsLessThanTheAnnotatedClassIsReported() {
        try (XmlContext context = context(Less.class, "")) {
            assertThat(catchThrowable(context::refresh))
                    .rootCause()
                    .isInstanceOf(RpcConfigException.class)
                    .hasMessageStartingWith("CFG-01 bean id \"impl\": @RpcService")
                    .hasMessageContaining(Annotated.class.getName())
                    .hasMessageContaining("let the @Bean method return the class, or write @RpcService on the method");
        }
    }

    @Configuration
    static class OnMethod {
        @Bean
        @RpcService(export = "false", group = "method")
        FooService impl() {
            return new Annotated();
        }
    }

    @Test
    void theAnnotationOfTheMethodIsEnough() {
        try (XmlContext context = context(OnMethod.class, "")) {
            context.refresh();
            assertThat(context.getBean(ServiceBean.class)
                            .service()
                            .settings()
                            .service()
                            .group())
                    .isEqualTo("method");
        }
    }

    @Test
    void soIsAnElementThatOffersTheBeanByAnyOfItsNames() {
        for (String name : new String[] {"impl", "alias"}) {
            String service = "<dubbo:service id=\"export\" interface=\"" + FooService.class.getName() + "\" ref=\""
                    + name + "\" export=\"false\"/>";
            try (XmlContext context = context(Less.class, service)) {
                context.refresh();
                assertThat(context.getBean(FooService.class)).isInstanceOf(Annotated.class);
            }
        }
    }

    @Test
    void anObjectThatIsNoBeanOfTheContextIsNobodysService() {
        try (XmlContext context = context(OnMethod.class, "")) {
            context.refresh();
            assertThat(context.getAutowireCapableBeanFactory().createBean(Annotated.class))
                    .isNotNull();
        }
    }

    private static XmlContext context(Class<?> configuration, String elements) {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION + "<dubbo:annotation/>" + elements);
        context.registerBean(configuration);
        return context;
    }
}
