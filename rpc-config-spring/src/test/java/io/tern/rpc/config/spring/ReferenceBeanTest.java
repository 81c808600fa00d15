// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.ALIBABA;
import static io.tern.rpc.config.spring.XmlContext.APACHE;
import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.Client;
import io.tern.rpc.config.spring.Sample.FooService;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanDefinition;

/** What a reference is to Spring: its names, its type, its object, its factory. */
class ReferenceBeanTest {
    private static final String FOO = "interface=\"" + FooService.class.getName()
            + "\" url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"";
    private static final String BAR = FOO.replace("FooService", "BarService");

    @ParameterizedTest
    @ValueSource(strings = {APACHE, ALIBABA})
    void theTwoAsynchronousReferencesOfTheManualLoadFromBothNamespaces(String namespace) {
        XmlContext context = new XmlContext().file("consumer.xml", namespace, APPLICATION + """
                        <dubbo:reference id="fooService" %s>
                            <dubbo:method name="findFoo" async="true"/>
                        </dubbo:reference>
                        <dubbo:reference id="barService" %s>
                            <dubbo:method name="findBar" async="true" sent="true" return="false"/>
                        </dubbo:reference>
                        """.formatted(FOO, BAR));
        try (context) {
            context.refresh();

            assertThat(context.getBean("fooService")).isInstanceOf(FooService.class);
            assertThat(context.getBean("barService")).isInstanceOf(BarService.class);
            assertThat(settings(context, "fooService").method("findFoo").async())
                    .isTrue();
            assertThat(settings(context, "fooService").method("later").async()).isFalse();
            assertThat(settings(context, "barService").method("findBar").sent()).isTrue();
            assertThat(settings(context, "barService").method("findBar").oneWay())
                    .isTrue();
        }
    }

    @Test
    void bothNamespacesMayBeMixedInOneFileAndInOneElement() {
        try (XmlContext context = XmlContext.of("""
                <old:consumer timeout="77"/>
                <dubbo:reference id="foo" %s><old:method name="findFoo" retries="5"/></dubbo:reference>
                <old:reference id="bar" %s><dubbo:method name="findBar" retries="6"/></old:reference>
                """.formatted(FOO, BAR))) {
            assertThat(settings(context, "foo").method("findFoo").retries()).isEqualTo(5);
            assertThat(settings(context, "bar").method("findBar").retries()).isEqualTo(6);
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(77);
            assertThat(settings(context, "bar").defaults().timeoutMillis()).isEqualTo(77);
        }
    }

    @Test
    void theOrderOfElementsMeansNothing() {
        try (XmlContext context = new XmlContext()
                .file("a.xml", "<dubbo:reference id=\"foo\" consumer=\"slow\" " + FOO + "/>")
                .file("b.xml", "<dubbo:consumer id=\"slow\" timeout=\"77\"/>" + APPLICATION)
                .refreshed()) {
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(77);
        }
    }

    @Test
    void theNameGivesTheObjectAndWithAnAmpersandTheFactory() {
        try (XmlContext context = XmlContext.of("<dubbo:reference id=\"foo\" " + FOO + "/>")) {
            ReferenceBean<FooService> factory = context.reference("foo");
            assertThat(context.getBean("foo"))
                    .isSameAs(context.getBean("foo", FooService.class))
                    .isSameAs(factory.getObject())
                    .isSameAs(factory.reference().get());
            assertThat(context.isSingleton("foo")).isTrue();
            assertThat(factory.getObjectType()).isEqualTo(FooService.class);
        }
    }

    @Test
    void theTypeIsKnownFromTheDefinitionAlone() {
        XmlContext context = new XmlContext().file("a.xml", "<dubbo:reference id=\"foo\" " + FOO + "/>");

        assertThat(context.getDefaultListableBeanFactory().getBeanNamesForType(FooService.class, true, false))
                .containsExactly("foo");
        assertThat(context.getDefaultListableBeanFactory().getType("foo")).isEqualTo(FooService.class);
        assertThat(context.getDefaultListableBeanFactory().getSingletonCount()).isZero();
    }

    @Test
    void aBeanGetsAReferenceByItsType() {
        try (XmlContext context = XmlContext.of("<bean id=\"client\" class=\"" + Client.class.getName()
                + "\"/><dubbo:reference id=\"foo\" " + FOO + "/>")) {
            assertThat(context.getBean(Client.class).foo).isSameAs(context.getBean("foo"));
        }
    }

    @Test
    void aPropertyGetsAReferenceByItsName() {
        try (XmlContext context = XmlContext.of("""
                <bean id="holder" class="java.util.ArrayList">
                    <constructor-arg><list><ref bean="foo"/></list></constructor-arg>
                </bean>
                <dubbo:reference id="foo" %s/>
                """.formatted(FOO))) {
            assertThat(context.getBean("holder"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .containsExactly(context.getBean("foo"));
        }
    }

    @Test
    void aReferenceMayStandInsideThePropertyOfABean() {
        try (XmlContext context = XmlContext.of("""
                <bean id="holder" class="java.util.concurrent.atomic.AtomicReference">
                    <constructor-arg><dubbo:reference id="foo" %s/></constructor-arg>
                </bean>
                """.formatted(FOO))) {
            assertThat(context.getBean("holder", AtomicReference.class).get()).isSameAs(context.getBean("foo"));
        }
    }

    @Test
    void withoutAnIdTheInterfaceIsTheNameAndANumberMakesItUnique() {
        try (XmlContext context = XmlContext.of(
                "<dubbo:reference %s/><dubbo:reference %s/><dubbo:reference %s/>".formatted(FOO, FOO, BAR))) {
            String foo = FooService.class.getName();
            assertThat(context.getBeanNamesForType(FooService.class)).containsExactly(foo, foo + "2");
            assertThat(context.getBeanNamesForType(BarService.class)).containsExactly(BarService.class.getName());
            assertThat(context.getBean(foo)).isNotSameAs(context.getBean(foo + "2"));
        }
    }

    @Test
    void aReferenceInsideAConsumerTakesItsDefaultsFromThere() {
        try (XmlContext context = XmlContext.of("""
                <dubbo:consumer timeout="77"><dubbo:reference id="foo" %s/></dubbo:consumer>
                <dubbo:reference id="bar" %s/>
                """.formatted(FOO, BAR))) {
            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(77);
            assertThat(settings(context, "bar").defaults().timeoutMillis()).isEqualTo(1_000);
            assertThat(context.getBeanNamesForType(FooService.class)).containsExactly("foo");
        }
    }

    @Test
    void theRoundTripOfParametersKeepsKeysAndValues() {
        try (XmlContext context = XmlContext.of("""
                <dubbo:reference id="foo" p:zone="east" %s><dubbo:parameter key="some.key" value=" a b "/></dubbo:reference>
                """.formatted(FOO))) {
            assertThat(settings(context, "foo").parameters())
                    .containsEntry("some.key", " a b ")
                    .containsEntry("zone", "east");
        }
    }

    @Test
    void elementsOfAProfileThatIsOffDoNotCount() {
        String reference = "<dubbo:reference id=\"foo\" timeout=\"%d\" " + FOO + "/>";
        String file = APPLICATION + "<beans profile=\"one\">" + reference.formatted(1)
                + "</beans><beans profile=\"two\">" + reference.formatted(2) + "</beans>";
        XmlContext context = new XmlContext();
        context.getEnvironment().setActiveProfiles("two");
        try (context) {
            context.file("profiles.xml", file).refresh();

            assertThat(settings(context, "foo").defaults().timeoutMillis()).isEqualTo(2);
        }
    }

    @Test
    void definitionsKnowTheirFile() {
        XmlContext context = new XmlContext().file("consumer.xml", "<dubbo:reference id=\"foo\" " + FOO + "/>");
        BeanDefinition definition = context.getBeanDefinition("foo");

        assertThat(definition.getResourceDescription()).contains("consumer.xml");
    }

    static ReferenceSettings settings(XmlContext context, String id) {
        return context.reference(id).reference().settings();
    }
}
