// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.ReferenceBeanTest.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import org.junit.jupiter.api.Test;

/** A context finds the application, protocols and defaults of its ancestors. */
class ParentContextTest {
    private static final String FOO = "interface=\"" + FooService.class.getName()
            + "\" url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"";
    private static final String REFERENCE = "<dubbo:reference id=\"foo\" %s " + FOO + "/>";

    @Test
    void applicationAndDefaultsComeFromAnyAncestor() {
        try (XmlContext top = XmlContext.of("<dubbo:consumer timeout=\"77\"/>");
                XmlContext middle = new XmlContext(top).refreshed();
                XmlContext child = new XmlContext(middle)
                        .file("child.xml", REFERENCE.formatted(""))
                        .refreshed()) {
            assertThat(settings(child, "foo").defaults().timeoutMillis()).isEqualTo(77);
            assertThat(top.getBeanNamesForType(FooService.class)).isEmpty();
        }
    }

    @Test
    void ownDefaultsComeFirstAndThoseOfTheParentAreFoundById() {
        try (XmlContext parent = XmlContext.of("<dubbo:consumer id=\"slow\" timeout=\"77\"/>");
                XmlContext child = new XmlContext(parent)
                        .file(
                                "child.xml",
                                "<dubbo:application name=\"own\"/><dubbo:consumer timeout=\"5\"/>"
                                        + REFERENCE.formatted("") + "<dubbo:reference id=\"bar\" consumer=\"slow\" "
                                        + FOO + "/>")
                        .refreshed()) {
            assertThat(settings(child, "foo").defaults().timeoutMillis()).isEqualTo(5);
            assertThat(settings(child, "bar").defaults().timeoutMillis()).isEqualTo(77);
        }
    }

    @Test
    void anElementOfTheSameIdHidesThatOfTheParent() {
        try (XmlContext parent = XmlContext.of("<dubbo:consumer id=\"slow\" default=\"false\" timeout=\"77\"/>");
                XmlContext child = new XmlContext(parent)
                        .file(
                                "child.xml",
                                "<dubbo:consumer id=\"slow\" timeout=\"5\"/>"
                                        + REFERENCE.formatted("consumer=\"slow\""))
                        .refreshed()) {
            assertThat(settings(child, "foo").defaults().timeoutMillis()).isEqualTo(5);
        }
    }

    @Test
    void aConsumerOfTheParentWithReferencesOfItsOwnIsNotTheDefault() {
        try (XmlContext parent = XmlContext.of(
                        "<dubbo:consumer timeout=\"77\">" + REFERENCE.formatted("") + "</dubbo:consumer>");
                XmlContext child = new XmlContext(parent)
                        .file("child.xml", REFERENCE.formatted(""))
                        .refreshed()) {
            assertThat(settings(parent, "foo").defaults().timeoutMillis()).isEqualTo(77);
            assertThat(settings(child, "foo").defaults().timeoutMillis()).isEqualTo(1_000);
            assertThat(child.getBean("foo")).isNotSameAs(parent.getBean("foo"));
        }
    }

    @Test
    void theParentsReferencesAndBeansAreBeansOfTheChild() {
        try (XmlContext parent = XmlContext.of(REFERENCE.formatted("") + "<bean id=\"services\" class=\""
                        + Services.class.getName() + "\"/>");
                XmlContext child = new XmlContext(parent)
                        .file(
                                "child.xml",
                                "<dubbo:service id=\"bar\" ref=\"services\" export=\"false\" interface=\""
                                        + Sample.BarService.class.getName() + "\"/>")
                        .refreshed()) {
            assertThat(child.getBean("foo")).isSameAs(parent.getBean("foo"));
            assertThat(child.getBean("bar")).isInstanceOf(ServiceBean.class);
        }
    }
}
