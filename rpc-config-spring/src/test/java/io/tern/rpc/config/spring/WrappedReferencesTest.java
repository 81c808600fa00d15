// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.annotation.RpcReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.ObjectProvider;

/** {@code @RpcReference} where something around the interface is wanted. */
@Timeout(60)
class WrappedReferencesTest {
    private static final String URL = "dubbo://127.0.0.1:1";

    static class Wrapped {
        @RpcReference(url = URL)
        Optional<FooService> field;

        Wrapped(@RpcReference(url = URL, interfaceClass = FooService.class) ObjectProvider<FooService> parameter) {}

        @RpcReference(url = URL)
        void setFoo(ObjectFactory<FooService> foo) {}
    }

    @Test
    void everyPlaceIsReportedWithTheCure() {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION + "<dubbo:annotation/>");
        context.registerBean(Wrapped.class);
        List<String> mistakes = context.mistakes();

        assertThat(mistakes)
                .hasSize(3)
                .allSatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-01 @RpcReference")
                        .contains("write the interface itself")
                        .contains("At " + Wrapped.class.getName()));
        assertThat(mistakes).anySatisfy(mistake -> assertThat(mistake).contains("Optional", ".field."));
        assertThat(mistakes).anySatisfy(mistake -> assertThat(mistake).contains("ObjectProvider", "parameter"));
        assertThat(mistakes).anySatisfy(mistake -> assertThat(mistake).contains("ObjectFactory", ".setFoo()."));
    }
}
