// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Replaces {@code ${…}} by what the context's post-processors and environment know, and then evaluates {@code #{…}}. A
 * placeholder that nobody knows stays in the text, where the check of the attribute finds and reports it.
 */
final class PlaceholderText implements WrittenElement.AttributeTexts {
    private static final String PLACEHOLDER = "${";
    private static final String EXPRESSION = "#{";
    /** Names and types must be known before beans exist, and an expression may need beans. */
    private static final Set<String> STRUCTURAL = Set.of("id", "name", "interface", "class", "package");

    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final Consumer<ConfigProblem> problems;

    PlaceholderText(ConfigurableListableBeanFactory beans, Environment environment, Consumer<ConfigProblem> problems) {
        this.beans = beans;
        this.environment = environment;
        this.problems = problems;
    }

    static boolean isExpression(String text) {
        return text.contains(EXPRESSION);
    }

    @Override
    public String resolve(String attribute, String text, ConfigElement element) {
        String replaced = name(text);
        // What a property of an implementation says, Spring evaluates with the bean that it belongs to.
        boolean ofBean = element.kind() == ElementKind.PROPERTY;
        if (STRUCTURAL.contains(attribute) || ofBean || !isExpression(replaced)) {
            return replaced;
        }
        BeanExpressionResolver expressions = beans.getBeanExpressionResolver();
        if (expressions == null) {
            return replaced;
        }
        try {
            return text(expressions.evaluate(replaced, new BeanExpressionContext(beans, null)));
        } catch (BeansException e) {
            problems.accept(ConfigErrors.malformed(
                    ConfigCode.CFG_13,
                    element.origin(attribute),
                    text,
                    "an expression that Spring can evaluate: "
                            + e.getMostSpecificCause().getMessage()));
            return "";
        }
    }

    @Override
    public String name(String text) {
        if (!text.contains(PLACEHOLDER)) {
            return text;
        }
        if (beans.hasEmbeddedValueResolver()) {
            try {
                return text(beans.resolveEmbeddedValue(text));
            } catch (IllegalArgumentException unknownToThePostProcessors) {
                return environment.resolvePlaceholders(text);
            }
        }
        return environment.resolvePlaceholders(text);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
