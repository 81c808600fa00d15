// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.Origin;
import io.tern.rpc.config.spring.ReferenceBean;
import io.tern.rpc.config.spring.ServiceBean;
import io.tern.rpc.config.spring.internal.ElementSource;
import io.tern.rpc.config.spring.internal.TernLifecycle;
import io.tern.rpc.config.spring.internal.WrittenElement;
import io.tern.rpc.config.spring.internal.WrittenElements;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ElementIds;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/** Defines the beans of annotated references and services, as the XML does for its own. */
final class ElementDefinitions {
    private final DefaultListableBeanFactory beans;
    private final WrittenElements elements;
    private final WrittenElement.AttributeTexts texts;
    private final TernLifecycle life;

    ElementDefinitions(ElementSource.Context context) {
        this.beans = context.beans();
        this.elements = context.elements();
        this.texts = context.texts();
        this.life = context.life();
    }

    /** Defines a reference for a place that takes this type; the result is the name of its bean. */
    String defineReference(WrittenElement element, Class<?> wanted) {
        return define(element, reference(element, wanted));
    }

    /** Defines a service, whose bean is there already. */
    void defineService(WrittenElement element) {
        define(element, element.definition(ServiceBean.class));
    }

    /** Puts a reference in the place of another definition. */
    void replaceByReference(String name, BeanDefinition former, WrittenElement element, ReferencePoint point) {
        String id = element.text("id");
        if (id != null && !texts.name(id).strip().equals(name)) {
            elements.add(ConfigErrors.contradiction(
                    outline(element).origin("id"), id, "the name of the bean, \"" + name + "\"; leave the id out"));
            element.attribute("id", name);
        }
        Class<?> type = typeOf(element, point.type());
        // Calls of the method inside its own class would take a factory of the bean's name for what the method makes.
        RootBeanDefinition definition = former(point) == ReferenceBean.class || type == null
                ? reference(element, point.type())
                : object(element, type);
        definition.setQualifiedElement(point.member());
        definition.setPrimary(former.isPrimary());
        definition.setAutowireCandidate(former.isAutowireCandidate());
        definition.setLazyInit(former.isLazyInit());
        definition.setDependsOn(StringUtils.addStringToArray(former.getDependsOn(), TernLifecycle.BEAN_NAME));
        if (former instanceof AbstractBeanDefinition general) {
            definition.copyQualifiersFrom(general);
        }
        beans.removeBeanDefinition(name);
        element.beanName(name);
        elements.take(name);
        elements.add(element);
        beans.registerBeanDefinition(name, definition);
    }

    private String define(WrittenElement element, RootBeanDefinition definition) {
        ConfigElement outline = outline(element);
        String written = ElementIds.writtenId(outline);
        String name = written == null ? elements.nameFor(outline, beans::isBeanNameInUse) : written;
        element.beanName(name);
        elements.add(element);
        // A second element of the same id keeps it too, and the check of all elements reports both places.
        if (elements.take(name)) {
            if (beans.isBeanNameInUse(name)) {
                elements.add(ConfigErrors.duplicate(outline.origin("id"), name, new Origin("bean", name, null, null)));
            } else {
                beans.registerBeanDefinition(name, definition);
            }
        }
        return name;
    }

    private RootBeanDefinition reference(WrittenElement element, Class<?> wanted) {
        RootBeanDefinition definition = element.definition(ReferenceBean.class);
        Class<?> type = typeOf(element, wanted);
        if (type != null) {
            element.objectType(type, definition);
        }
        return definition;
    }

    private static @Nullable Class<?> former(ReferencePoint point) {
        return point.member() instanceof Method method ? method.getReturnType() : null;
    }

    /** The reference itself as a bean, without a factory. */
    private RootBeanDefinition object(WrittenElement element, Class<?> type) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setBeanClass(type);
        definition.setInstanceSupplier(() -> life.reference(element).get());
        // What the interface has as close() is a call.
        definition.setDestroyMethodName("");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(1, element);
        element.objectType(type);
        return definition;
    }

    /** What a reference for a place of this type will implement; null if its interface cannot be loaded. */
    @Nullable
    Class<?> typeOf(WrittenElement element, Class<?> wanted) {
        if (wanted == GenericService.class) {
            return wanted;
        }
        String name = outline(element).text("interface");
        if (name == null) {
            return null;
        }
        try {
            return ClassUtils.forName(name.strip(), beans.getBeanClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private ConfigElement outline(WrittenElement element) {
        return element.outline(texts::name);
    }
}
