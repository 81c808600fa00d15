// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.xml;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.ConfigErrors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.xml.NamespaceHandler;
import org.springframework.beans.factory.xml.ParserContext;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Spring's entry to {@code http://dubbo.apache.org/schema/dubbo} and {@code http://code.alibabatech.com/schema/dubbo},
 * which are the same to it. Created by Spring; nothing for applications to call.
 */
public final class DubboNamespaceHandler implements NamespaceHandler {
    @Override
    public void init() {}

    @Override
    public @Nullable BeanDefinition parse(Element element, ParserContext context) {
        return new ElementParser(context).parse(element);
    }

    /** Elements and attributes of the namespace on a plain bean: there are none that mean anything. */
    @Override
    public BeanDefinitionHolder decorate(Node source, BeanDefinitionHolder definition, ParserContext context) {
        Origin bean = new Origin("bean", definition.getBeanName(), null, ElementParser.resource(context));
        WrittenElements.of(context.getRegistry()).add(ConfigErrors.foreignElement(source.getNodeName(), bean));
        return definition;
    }
}
