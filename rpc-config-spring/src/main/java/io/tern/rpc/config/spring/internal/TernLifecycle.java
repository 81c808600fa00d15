// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import static java.util.Objects.requireNonNull;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.Origin;
import io.tern.rpc.core.ExportedService;
import io.tern.rpc.core.Reference;
import io.tern.rpc.core.Tern;
import io.tern.rpc.core.TernBuilder;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.ConfigProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * The Tern instance of one context. It is built by the last of the bean factory post-processors, when all files are read,
 * all placeholders are known and no bean exists yet, so that every mistake comes out of {@code refresh()} in one
 * exception. It starts after all other beans.
 *
 * <p>It stops in two steps: serving before all other beans stop, references when this bean is destroyed, which is after all
 * beans that use one. Spring sees to that, because this bean is made before any reference can be, beans are destroyed in the
 * opposite order, and every bean of a reference is a dependent of this one.
 *
 * <p>Where an attribute has an expression, which may need beans, or names a bean whose class only its factory can tell, or
 * where a bean is an extension that the instance is made of, the instance is built with the first reference, or at the
 * start: a bean created now would miss the bean post-processors.
 */
public final class TernLifecycle implements BeanFactoryPostProcessor, EnvironmentAware, SmartLifecycle, DisposableBean {
    /** Its name in every context that has an element of ours. */
    public static final String BEAN_NAME = "io.tern.rpc.config.spring.internal.TernLifecycle";

    private final WrittenElements written;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private @Nullable ConfigurableListableBeanFactory beans;
    private @Nullable Environment environment;
    private @Nullable PlaceholderText texts;
    private @Nullable Tern tern;
    private @Nullable RpcConfigException failure;
    /** What the instance was built of. */
    private List<ConfigElement> elements = List.of();

    private boolean building;
    private boolean stopped;
    private boolean closed;
    private volatile boolean running;

    TernLifecycle(WrittenElements written) {
        this.written = written;
    }

    @Override
    public void setEnvironment(Environment ofContext) {
        environment = ofContext;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
        beans = beanFactory;
        texts = new PlaceholderText(beanFactory, requireNonNull(environment), problems::add);
        addFromSources(beanFactory, texts);
        problems.addAll(written.problems());
        ElementBeans elementBeans = new ElementBeans(beanFactory, texts, problems::add);
        elementBeans.complete(written.elements(), elementsOfParent(beanFactory));
        boolean needsBeans = written.elements().stream().anyMatch(WrittenElement::hasExpressions)
                || !elementBeans.typesAreKnown(written.elements())
                || new PluginBeans(beanFactory).areNeeded();
        if (!needsBeans) {
            tern();
        }
    }

    private void addFromSources(ConfigurableListableBeanFactory beanFactory, PlaceholderText placeholders) {
        if (beanFactory instanceof DefaultListableBeanFactory registry) {
            ElementSource.Context context =
                    new ElementSource.Context(written, registry, requireNonNull(environment), placeholders, this);
            written.sources().forEach(source -> source.addElements(context));
        }
    }

    /** A reference that nobody could know of when the context was refreshed; connected if the context is started. */
    public Reference<?> late(WrittenElement element) {
        return tern().refer(element.resolved(requireNonNull(texts)));
    }

    /** The reference behind a bean. */
    public Reference<?> reference(WrittenElement element) {
        String id = id(element);
        return requireNonNull(tern().reference(id), id);
    }

    /** The service behind a bean. */
    public ExportedService service(WrittenElement element) {
        String id = id(element);
        return requireNonNull(tern().service(id), id);
    }

    private String id(WrittenElement element) {
        return requireNonNull(texts).name(requireNonNull(element.beanName()));
    }

    private synchronized Tern tern() {
        Tern built = tern;
        if (built == null) {
            require(!closed);
            if (failure != null) {
                throw failure;
            }
            if (building) {
                // A bean that the instance is made of asks for a reference; build() says which.
                throw new BeanCurrentlyInCreationException(BEAN_NAME);
            }
            building = true;
            try {
                built = build(requireNonNull(beans, "a dubbo element needs an application context"));
                tern = built;
            } finally {
                building = false;
            }
        }
        return built;
    }

    private static void require(boolean open) {
        if (!open) {
            throw new IllegalStateException(
                    "The context is closed, and with it Tern; a context that was stopped must be refreshed, not started again");
        }
    }

    private Tern build(ConfigurableListableBeanFactory beanFactory) {
        PlaceholderText resolver = requireNonNull(texts);
        List<ConfigElement> all = new ArrayList<>();
        written.elements().forEach(element -> all.add(element.resolved(resolver)));
        all.addAll(GlobalElements.inherited(elementsOfParent(beanFactory), all));
        ClassLoader loader = beanFactory.getBeanClassLoader();
        Tern built = null;
        Set<String> mistakes = new LinkedHashSet<>();
        try {
            TernBuilder builder = Tern.builder()
                    .classLoader(loader == null ? requireNonNull(ClassUtils.getDefaultClassLoader()) : loader)
                    .beans(new SpringBeans(beanFactory))
                    .environment(key ->
                            key == null ? null : requireNonNull(environment).getProperty(key))
                    .elements(all)
                    .closedByContainer();
            new PluginBeans(beanFactory).addTo(builder);
            built = builder.build();
        } catch (RpcConfigException e) {
            mistakes.addAll(e.problems());
        } catch (BeanCreationException e) {
            throw e.contains(BeanCurrentlyInCreationException.class) ? circularExtension(e) : e;
        }
        problems.forEach(problem -> mistakes.add(problem.message()));
        if (built == null || !mistakes.isEmpty()) {
            if (built != null) {
                built.close();
            }
            failure = new RpcConfigException(List.copyOf(mistakes));
            throw failure;
        }
        elements = List.copyOf(all);
        return built;
    }

    private static RpcConfigException circularExtension(BeanCreationException thrown) {
        Origin bean = new Origin("bean", thrown.getBeanName(), null, thrown.getResourceDescription());
        RpcConfigException circular = new RpcConfigException(
                List.of(ConfigErrors.circularExtension(bean).message()));
        circular.addSuppressed(thrown);
        return circular;
    }

    private static List<ConfigElement> elementsOfParent(ConfigurableListableBeanFactory beanFactory) {
        BeanFactory parent = beanFactory.getParentBeanFactory();
        if (parent == null || !parent.containsBean(BEAN_NAME) || !parent.isTypeMatch(BEAN_NAME, TernLifecycle.class)) {
            return List.of();
        }
        TernLifecycle ofParent = parent.getBean(BEAN_NAME, TernLifecycle.class);
        ofParent.tern();
        return ofParent.elements;
    }

    @Override
    public void start() {
        synchronized (this) {
            require(!stopped && !closed);
        }
        tern().start();
        running = true;
    }

    /** Ends what serves; other beans may call until they have ended too. */
    @Override
    public void stop() {
        Tern serving;
        synchronized (this) {
            stopped = true;
            serving = tern;
        }
        if (serving != null) {
            serving.stopServing();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Last to start, first to stop. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    /** Asked by Spring 7, which pauses contexts between tests: connections would not survive that. */
    @SuppressWarnings("MissingOverride") // Spring 5 and 6 do not have it.
    public boolean isPauseable() {
        return false;
    }

    /** Closes the rest; all of it for a context that failed before it started. */
    @Override
    public void destroy() {
        Tern last;
        synchronized (this) {
            closed = true;
            last = tern;
        }
        if (last != null) {
            last.close();
        }
        running = false;
    }
}
