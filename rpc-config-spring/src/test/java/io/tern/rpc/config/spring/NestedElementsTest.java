// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** References and services inside the elements that hold their defaults, and several of those. */
@Timeout(60)
class NestedElementsTest {
    private static final String FOO = "interface=\"" + FooService.class.getName()
            + "\" url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"";
    private static final String BAR =
            "interface=\"" + BarService.class.getName() + "\" ref=\"services\" export=\"false\"";
    private static final String SERVICES = "<bean id=\"services\" class=\"" + Services.class.getName() + "\"/>";

    @Test
    void aNestedElementTakesTheDefaultsAroundItAndOthersTakeTheDefaultOnes() {
        try (XmlContext context = XmlContext.of(SERVICES + """
                <dubbo:consumer timeout="${inner:11}" group="#{'in' + 'ner'}">
                    <dubbo:reference id="inside" %1$s retries="${retries:3}">
                        <dubbo:method name="findFoo" timeout="#{100 + 1}"/>
                        <dubbo:parameter key="zone" value="${zone:east}"/>
                    </dubbo:reference>
                    <dubbo:reference %1$s version="2.0"/>
                </dubbo:consumer>
                <dubbo:consumer id="usual" timeout="22"/>
                <dubbo:consumer id="special" timeout="33" default="false"/>
                <dubbo:reference id="outside" %1$s/>
                <dubbo:reference id="naming" consumer="special" %1$s/>
                <dubbo:provider timeout="44">
                    <dubbo:service id="served" %2$s/>
                </dubbo:provider>
                <dubbo:provider timeout="55"/>
                <dubbo:provider id="other" timeout="66" default="false"/>
                <dubbo:service id="plain" %2$s group="a"/>
                <dubbo:service id="pointing" %2$s group="b" provider="other"/>
                """.formatted(FOO, BAR))) {
            ReferenceSettings inside = reference(context, "inside");
            assertThat(inside.defaults().timeoutMillis()).isEqualTo(11);
            assertThat(inside.service().group()).isEqualTo("inner");
            assertThat(inside.defaults().retries()).isEqualTo(3);
            assertThat(inside.method("findFoo").timeoutMillis()).isEqualTo(101);
            assertThat(inside.parameters()).containsEntry("zone", "east");
            assertThat(reference(context, FooService.class.getName()).defaults().timeoutMillis())
                    .isEqualTo(11);
            assertThat(reference(context, "outside").defaults().timeoutMillis()).isEqualTo(22);
            assertThat(reference(context, "naming").defaults().timeoutMillis()).isEqualTo(33);
            assertThat(service(context, "served").defaults().timeoutMillis()).isEqualTo(44);
            assertThat(service(context, "plain").defaults().timeoutMillis()).isEqualTo(55);
            assertThat(service(context, "pointing").defaults().timeoutMillis()).isEqualTo(66);
            assertThat(context.getBeanNamesForType(FooService.class))
                    .containsExactlyInAnyOrder("inside", FooService.class.getName(), "outside", "naming", "services");
        }
    }

    @Test
    void aConsumerWithReferencesOfItsOwnIsTheDefaultOneIfItSaysSo() {
        try (XmlContext context = XmlContext.of("""
                <dubbo:consumer timeout="11" default="true"><dubbo:reference id="inside" %1$s/></dubbo:consumer>
                <dubbo:reference id="outside" %1$s/>
                """.formatted(FOO))) {
            assertThat(reference(context, "outside").defaults().timeoutMillis()).isEqualTo(11);
        }
    }

    @Test
    void twoDefaultOnesAreReportedWithBothPlaces() {
        assertThat(new XmlContext()
                        .file("a.xml", APPLICATION + "<dubbo:provider id=\"one\"/>")
                        .file("b.xml", "<dubbo:provider id=\"two\" default=\"true\"/>")
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("CFG-12 dubbo:provider id \"two\"")
                .contains("dubbo:provider id \"one\"", "a.xml", "b.xml");
    }

    @Test
    void aMistakeInsideNamesItsOwnElement() {
        assertThat(XmlContext.mistakesIn("<dubbo:consumer><dubbo:reference id=\"inside\" timeout=\"abc\" " + FOO
                        + "/></dubbo:consumer>"))
                .singleElement()
                .asString()
                .startsWith("CFG-02 dubbo:reference id \"inside\"");
    }

    @Test
    void attributesOfSpringsShortNamespaceBecomeParameters() {
        try (XmlContext context =
                XmlContext.of(SERVICES + "<dubbo:reference id=\"foo\" p:color=\"${color:red}\" p:timeout=\"99\" " + FOO
                        + "/><dubbo:service id=\"bar\" p:color=\"blue\" " + BAR + "/>")) {
            assertThat(reference(context, "foo").parameters()).containsEntry("color", "red");
            assertThat(reference(context, "foo").defaults().timeoutMillis()).isEqualTo(99);
            assertThat(service(context, "bar").parameters()).containsEntry("color", "blue");
        }
    }

    @Test
    void expressionsWorkInEveryElementThatHoldsDefaults() {
        try (XmlContext context =
                XmlContext.of(SERVICES + """
                <bean id="numbers" class="java.util.ArrayList"><constructor-arg><list><value>7</value></list></constructor-arg></bean>
                <dubbo:protocol name="dubbo" port="#{0}" threads="#{numbers[0]}"/>
                <dubbo:provider timeout="#{numbers[0]}"/>
                <dubbo:consumer timeout="#{numbers[0]}" check="#{1 > 2}"/>
                <dubbo:service id="bar" %s/>
                <dubbo:reference id="foo" %s/>
                """.formatted(BAR.replace("services", "#{'serv' + 'ices'}"), FOO))) {
            assertThat(reference(context, "foo").defaults().timeoutMillis()).isEqualTo(7);
            assertThat(service(context, "bar").defaults().timeoutMillis()).isEqualTo(7);
            assertThat(service(context, "bar").protocols().get(0).threads()).isEqualTo(7);
            assertThat(service(context, "bar").implementation()).isEqualTo("services");
        }
    }

    @Test
    void aChildContextFindsTheDefaultsThatHoldElementsOfTheParentById() {
        try (XmlContext parent = XmlContext.of(SERVICES
                        + "<dubbo:module id=\"mod\" name=\"sales\"/><dubbo:provider id=\"slow\" timeout=\"44\"><dubbo:service id=\"served\" "
                        + BAR + "/></dubbo:provider>");
                XmlContext child = new XmlContext(parent)
                        .file(
                                "child.xml",
                                "<dubbo:service id=\"naming\" provider=\"slow\" module=\"mod\" group=\"a\" " + BAR
                                        + "/><dubbo:service id=\"plain\" group=\"b\" " + BAR + "/>")
                        .refreshed()) {
            assertThat(service(child, "naming").defaults().timeoutMillis()).isEqualTo(44);
            assertThat(service(child, "plain").defaults().timeoutMillis()).isEqualTo(1_000);
        }
    }

    static ReferenceSettings reference(XmlContext context, String id) {
        return context.reference(id).reference().settings();
    }

    static ServiceSettings service(XmlContext context, String id) {
        return context.getBean(id, ServiceBean.class).service().settings();
    }
}
