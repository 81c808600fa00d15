// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tern.rpc.config.spring.Sample.FooService;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Twice as many references and services are twice the work. Nothing is timed: counted are the questions to Spring's bean
 * factory, and the bytes that the starting thread allocates, of which copies and searches make more than their share.
 */
@Timeout(120)
class LinearStartTest {
    private static final int FEW = 40;
    private static final int MOST_ROUNDS = 3;
    /** Growth from twice to four times as much, over that from once to twice: 2 if linear, 4 if quadratic. */
    private static final double MOST_GROWTH = 2.25;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private record Work(long questions, long bytes) {
        Work least(Work other) {
            return new Work(Math.min(questions, other.questions), Math.min(bytes, other.bytes));
        }
    }

    @Test
    void theWorkOfAStartGrowsAsTheNumberOfItsElements(@TempDir Path directory) throws Exception {
        ClassLoader loader = ManyElements.compile(directory, 4 * FEW);
        assertThatItIsLinear(LinearStartTest::xml, loader);
    }

    @Test
    void elementsOfOneInterfaceWithoutIdsAreNoMoreWork() {
        assertThatItIsLinear(LinearStartTest::nameless, getClass().getClassLoader());
    }

    /**
     * The compiler takes allocations out of what has run often, and at any time: where that spoils a round, the least
     * of up to three is counted.
     */
    private void assertThatItIsLinear(IntFunction<String> elements, ClassLoader loader) {
        start(elements.apply(4 * FEW), loader);
        Work once = start(elements.apply(FEW), loader);
        Work twice = start(elements.apply(2 * FEW), loader);
        Work fourTimes = start(elements.apply(4 * FEW), loader);
        for (int round = 1;
                round < MOST_ROUNDS && growth(once.bytes(), twice.bytes(), fourTimes.bytes()) >= MOST_GROWTH;
                round++) {
            once = once.least(start(elements.apply(FEW), loader));
            twice = twice.least(start(elements.apply(2 * FEW), loader));
            fourTimes = fourTimes.least(start(elements.apply(4 * FEW), loader));
        }
        assertThat(once.questions()).isGreaterThan(FEW);
        assertThat(growth(once.questions(), twice.questions(), fourTimes.questions()))
                .as("questions: %s, %s, %s", once, twice, fourTimes)
                .isLessThan(MOST_GROWTH);
        assertThat(growth(once.bytes(), twice.bytes(), fourTimes.bytes()))
                .as("bytes: %s, %s, %s", once, twice, fourTimes)
                .isLessThan(MOST_GROWTH);
    }

    private static double growth(long once, long twice, long fourTimes) {
        return (double) (fourTimes - twice) / (twice - once);
    }

    private static String xml(int count) {
        return ManyElements.xml(count, 0, "dubbo://127.0.0.1:1", "check=\"false\" lazy=\"true\"");
    }

    private static String nameless(int count) {
        return ("<dubbo:reference interface=\"" + FooService.class.getName()
                        + "\" url=\"dubbo://127.0.0.1:1\" check=\"false\" lazy=\"true\"/>\n")
                .repeat(count);
    }

    private Work start(String elements, ClassLoader loader) {
        CountingBeans beans = new CountingBeans();
        XmlContext context = new XmlContext(beans);
        context.setClassLoader(loader);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        try (context) {
            context.file("many.xml", APPLICATION + elements).refresh();
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            return new Work(beans.questions, bytes);
        }
    }

    /** Counts what depends on how often and how widely it is asked. */
    private static final class CountingBeans extends DefaultListableBeanFactory {
        private long questions;

        @Override
        public boolean containsBean(String name) {
            questions++;
            return super.containsBean(name);
        }

        @Override
        public boolean isBeanNameInUse(String name) {
            questions++;
            return super.isBeanNameInUse(name);
        }

        @Override
        public boolean containsBeanDefinition(String name) {
            questions++;
            return super.containsBeanDefinition(name);
        }

        @Override
        public Class<?> getType(String name, boolean allowFactoryBeanInit) {
            questions++;
            return super.getType(name, allowFactoryBeanInit);
        }

        @Override
        public boolean isTypeMatch(String name, ResolvableType type) {
            questions++;
            return super.isTypeMatch(name, type);
        }
    }
}
