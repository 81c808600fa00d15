// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.ReferenceBeanTest.settings;
import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Limits;
import io.tern.rpc.config.spring.Sample.Seconds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders in every attribute, from every source Spring has, and expressions. */
class PlaceholdersTest {
    private static final String REST = "url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"";
    private static final String FOO = "interface=\"" + FooService.class.getName() + "\" " + REST;
    private static final String CONFIGURER = """
            <bean class="org.springframework.context.support.PropertySourcesPlaceholderConfigurer">
                <property name="properties"><value>
                    t=77
                    ref.id=foo
                    ref.type=%s
                    m=findFoo
                    n=later
                </value></property>
                %s
            </bean>
            """;

    @Test
    void theEnvironmentAloneIsEnough() {
        try (XmlContext context = new XmlContext()
                .property("t", "77")
                .file(
                        "a.xml",
                        APPLICATION + "<dubbo:reference id=\"foo\" timeout=\"${t}\" retries=\"${r:4}\" " + FOO + "/>")
                .refreshed()) {
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(77);
            assertThat(settings(context, "foo").defaults().retries()).isEqualTo(4);
        }
    }

    @Test
    void aPlaceholderConfigurerIsAskedForEveryAttributeAlsoForIdAndInterface() {
        try (XmlContext context = XmlContext.of(configurer("") + """
                <dubbo:reference id="${ref.id}" interface="${ref.type}" timeout="${t}" %s>
                    <dubbo:method name="${m}" timeout="1${t}"/>
                    <dubbo:parameter key="${n}" value="${t}-${none:x}"/>
                </dubbo:reference>
                """.formatted(REST))) {
            assertThat(context.getBeanNamesForType(FooService.class)).hasSize(1);
            assertThat(context.getBean("foo")).isInstanceOf(FooService.class);
            assertThat(context.reference("foo").reference().settings().id()).isEqualTo("foo");
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(77);
            assertThat(settings(context, "foo").method("findFoo").timeoutMillis())
                    .isEqualTo(177);
            assertThat(settings(context, "foo").parameters()).containsEntry("later", "77-x");
        }
    }

    @Test
    void thePropertyPlaceholderElementWorksToo() {
        try (XmlContext context = new XmlContext()
                .property("t", "77")
                .file(
                        "a.xml",
                        APPLICATION + "<context:property-placeholder/><dubbo:reference id=\"foo\" timeout=\"${t}\" "
                                + FOO + "/>")
                .refreshed()) {
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(77);
        }
    }

    @Test
    void anIdFromTheEnvironmentIsTheNameFromTheStart() {
        XmlContext context = new XmlContext()
                .property("ref.id", "foo")
                .file("a.xml", APPLICATION + "<dubbo:reference id=\"${ref.id}\" " + FOO + "/>");

        assertThat(context.containsBeanDefinition("foo")).isTrue();
        try (context) {
            assertThat(context.refreshed().getBean("foo")).isInstanceOf(FooService.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<context:property-placeholder/>",
                "<context:property-placeholder ignore-unresolvable=\"true\"/>"
            })
    void anUnknownPlaceholderIsNamedAndIsTheOnlyMistake(String configurer) {
        assertThat(XmlContext.mistakesIn(configurer + "<dubbo:reference id=\"foo\" " + FOO
                        + "><dubbo:method name=\"findFoo\" timeout=\"${no.such}\"/></dubbo:reference>"))
                .singleElement()
                .asString()
                .startsWith("CFG-13 ")
                .contains(
                        "dubbo:method name \"findFoo\" in dubbo:reference id \"foo\"",
                        "timeout",
                        "no.such",
                        "test.xml");
    }

    @Test
    void anUnknownPlaceholderInIdOrInterfaceIsNamed() {
        assertThat(XmlContext.mistakesIn("<dubbo:reference id=\"${no.id}\" interface=\"${no.type}\" " + REST + "/>"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-13 ").contains("attribute id", "no.id"))
                .anySatisfy(
                        mistake -> assertThat(mistake).startsWith("CFG-13 ").contains("attribute interface", "no.type"))
                .hasSize(2);
    }

    @Test
    void aNullOfTheConfigurerMeansNotSet() {
        try (XmlContext context = XmlContext.of(configurer("<property name=\"nullValue\" value=\"77\"/>")
                + "<dubbo:reference id=\"foo\" timeout=\"${t}\" " + FOO + "/>")) {
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(1_000);
        }
    }

    @Test
    void expressionsAreEvaluatedWithBeansThatAreCompleteByThen() {
        try (XmlContext context = XmlContext.of("""
                <bean id="limits" class="%s"/>
                <bean class="%s"><property name="count" value="3"/></bean>
                <dubbo:reference id="foo" timeout="#{limits.timeoutMillis}" retries="#{1 + ${r:1}}" %s/>
                """.formatted(Limits.class.getName(), Seconds.class.getName(), FOO))) {
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(3_000);
            assertThat(settings(context, "foo").defaults().retries()).isEqualTo(2);
        }
    }

    @Test
    void anExpressionThatFailsIsNamedTogetherWithTheOtherMistakes() {
        XmlContext context = new XmlContext()
                .file(
                        "a.xml",
                        APPLICATION + "<dubbo:reference id=\"foo\" timeout=\"#{noBean.x}\" retries=\"abc\" " + FOO
                                + "/>");

        assertThat(catchThrowable(context::refresh))
                .rootCause()
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContainingAll("attribute timeout", "noBean", "CFG-02", "attribute retries");
    }

    private static String configurer(String more) {
        return CONFIGURER.formatted(FooService.class.getName(), more);
    }
}
