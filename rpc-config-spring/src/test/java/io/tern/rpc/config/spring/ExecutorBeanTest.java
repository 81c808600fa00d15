// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** A bean that {@code executor} names is a bean like all others. */
@Timeout(60)
class ExecutorBeanTest {
    /** Runs what it gets at once. */
    public static class Direct implements Executor {
        @Override
        public void execute(Runnable task) {
            task.run();
        }
    }

    /** Would miss beans that are created too early. */
    static class Witness implements BeanPostProcessor {
        private final List<String> names = new ArrayList<>();

        @Override
        public Object postProcessBeforeInitialization(Object bean, String name) {
            names.add(name);
            return bean;
        }
    }

    @Test
    void anExecutorWhoseClassOnlyItsFactoryTellsIsNotCreatedBeforeThePostProcessors() {
        XmlContext context = new XmlContext();
        context.registerBean("witness", Witness.class);
        context.file(
                "a.xml",
                APPLICATION
                        + """
                <bean id="services" class="%s"/>
                <bean id="direct" class="%s"/>
                <bean id="my.pool" class="%s"><property name="product" ref="direct"/></bean>
                <dubbo:service id="export" interface="%s" ref="services" executor="my.pool" export="false"/>
                """.formatted(
                                        Services.class.getName(),
                                        Direct.class.getName(),
                                        Sample.Factory.class.getName(),
                                        BarService.class.getName()));
        try (context) {
            context.refresh();
            assertThat(context.getBean(Witness.class).names).contains("direct", "my.pool");
            assertThat(context.getBean("export", ServiceBean.class)
                            .service()
                            .settings()
                            .style()
                            .executor())
                    .isEqualTo("my.pool");
        }
    }
}
