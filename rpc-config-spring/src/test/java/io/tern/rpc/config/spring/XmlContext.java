// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.RpcConfigException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.context.ApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** A context made of texts that play files. */
final class XmlContext extends GenericApplicationContext {
    static final String APACHE = "http://dubbo.apache.org/schema/dubbo";
    static final String ALIBABA = "http://code.alibabatech.com/schema/dubbo";
    /** What every file needs so that nothing but the test's own subject is wrong. */
    static final String APPLICATION = "<dubbo:application name=\"app\"/>";

    XmlContext() {}

    XmlContext(ApplicationContext parent) {
        super(parent);
    }

    XmlContext(DefaultListableBeanFactory beans) {
        super(beans);
    }

    /** A loaded and refreshed context of one file with an application element. */
    static XmlContext of(String elements) {
        return new XmlContext().file("test.xml", APPLICATION + elements).refreshed();
    }

    /** The mistakes of one file with an application element. */
    static List<String> mistakesIn(String elements) {
        return new XmlContext().file("test.xml", APPLICATION + elements).mistakes();
    }

    XmlContext file(String name, String elements) {
        return file(name, APACHE, elements);
    }

    /** Loads a file whose prefix {@code dubbo} is this namespace, and {@code old} the other one. */
    XmlContext file(String name, String namespace, String elements) {
        String text = """
                <?xml version="1.0" encoding="UTF-8"?>
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                       xmlns:context="http://www.springframework.org/schema/context"
                       xmlns:p="http://www.springframework.org/schema/p"
                       xmlns:dubbo="%s"
                       xmlns:old="%s"
                       xsi:schemaLocation="
                           http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
                           http://www.springframework.org/schema/context http://www.springframework.org/schema/context/spring-context.xsd
                           %s %s/dubbo.xsd
                           %s %s/dubbo.xsd">
                <context:annotation-config/>
                %s
                </beans>
                """.formatted(namespace, ALIBABA, APACHE, APACHE, ALIBABA, ALIBABA, elements);
        new XmlBeanDefinitionReader(this)
                .loadBeanDefinitions(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), name));
        return this;
    }

    XmlContext property(String key, Object value) {
        getEnvironment().getPropertySources().addFirst(new MapPropertySource(key, Map.of(key, value)));
        return this;
    }

    XmlContext refreshed() {
        refresh();
        return this;
    }

    /** What is wrong; the refresh must fail with our exception itself. */
    List<String> mistakes() {
        try (this) {
            RpcConfigException thrown = Assertions.catchThrowableOfType(RpcConfigException.class, this::refresh);
            Assertions.assertThat(thrown).as("mistakes").isNotNull();
            return thrown.problems();
        }
    }

    @SuppressWarnings("unchecked")
    <T> ReferenceBean<T> reference(String id) {
        return (ReferenceBean<T>) getBean("&" + id);
    }
}
