// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Hooks;
import io.tern.rpc.config.spring.Sample.Services;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;
import org.springframework.core.io.ByteArrayResource;

/** Every mistake of all files comes out of the refresh in one exception, which names its place. */
class MistakesTest {
    private static final String REST = "url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"";
    private static final String FOO = "interface=\"" + FooService.class.getName() + "\" " + REST;
    private static final String SERVICES = "<bean id=\"services\" class=\"" + Services.class.getName() + "\"/>";

    @Test
    void allMistakesOfAllFilesAreInOneException() {
        List<String> mistakes = new XmlContext()
                .file("a.xml", APPLICATION + "<dubbo:reference id=\"foo\" timeout=\"abc\" retries=\"x\" " + FOO + "/>")
                .file(
                        "b.xml",
                        "<dubbo:reference id=\"bar\" asinc=\"true\" check=\"maybe\" "
                                + FOO.replace("check=\"false\"", "") + "/><dubbo:method name=\"x\"/>")
                .mistakes();

        assertThat(mistakes).hasSize(5);
        assertThat(mistakes).filteredOn(mistake -> mistake.contains("a.xml")).hasSize(2);
        assertThat(mistakes).filteredOn(mistake -> mistake.contains("b.xml")).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CFG-01|timout=\"5\"|timout",
                "CFG-01|lazy-init=\"true\"|lazy-init",
                "CFG-01|dubbo:timout=\"5\"|timout",
                "CFG-02|timeout=\"abc\"|timeout",
                "CFG-03|timeout=\"-5\"|timeout",
                "CFG-04|async=\"maybe\"|async",
                "CFG-05|cluster=\"nosuch\"|cluster",
                "CFG-07|consumer=\"nosuch\"|consumer",
                "CFG-15|group=\"a&#9;b\"|group",
                "CFG-16|generic=\"gson\"|generic",
            })
    void aWrongAttributeIsReportedWithCodeElementIdAndFile(String code, String attribute, String name) {
        assertThat(XmlContext.mistakesIn("<dubbo:reference id=\"foo\" " + attribute + " " + FOO + "/>"))
                .singleElement()
                .asString()
                .startsWith(code + " dubbo:reference id \"foo\": ")
                .contains("attribute " + name, "test.xml");
    }

    @Test
    void missingRequiredAttributesAreReported() {
        assertThat(new XmlContext()
                        .file("a.xml", "<dubbo:reference id=\"foo\" " + REST + "/>")
                        .mistakes())
                .hasSize(2)
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-06 dubbo:application"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-06 dubbo:reference id \"foo\"")
                        .contains("attribute interface"));
    }

    @Test
    void anInterfaceThatIsMissingOrAClassIsReported() {
        assertThat(XmlContext.mistakesIn("<dubbo:reference id=\"a\" interface=\"com.no.Such\" " + REST
                        + "/><dubbo:reference id=\"b\" interface=\"" + Services.class.getName() + "\" " + REST + "/>"))
                .allSatisfy(mistake -> assertThat(mistake).startsWith("CFG-08 "))
                .hasSize(2);
    }

    @Test
    void aMethodThatIsMissingIsReported() {
        assertThat(XmlContext.mistakesIn(
                        "<dubbo:reference id=\"foo\" " + FOO + "><dubbo:method name=\"findFo\"/></dubbo:reference>"))
                .singleElement()
                .asString()
                .startsWith("CFG-09 ")
                .contains("did you mean \"findFoo\"?");
    }

    @Test
    void hooksAreLookedUpAmongTheBeans() {
        String reference =
                "<dubbo:reference id=\"foo\" " + FOO + "><dubbo:method name=\"findFoo\" %s/></dubbo:reference>";
        String hooks = "<bean id=\"hooks\" class=\"" + Hooks.class.getName() + "\"/>";
        XmlContext.of(hooks + reference.formatted("onreturn=\"hooks.onReturn\" onthrow=\"hooks.onThrow\""))
                .close();

        assertThat(XmlContext.mistakesIn(hooks
                        + reference.formatted(
                                "onreturn=\"hooks.noSuch\" onthrow=\"noBean.onThrow\" oninvoke=\"hooks\"")))
                .hasSize(3)
                .allSatisfy(mistake -> assertThat(mistake).startsWith("CFG-10 "));
    }

    @Test
    void unknownAndMisplacedElementsAreReportedAndTheRestIsStillChecked() {
        assertThat(XmlContext.mistakesIn("""
                <dubbo:reference id="foo" timeout="abc" %s>
                    <dubbo:metod name="findFoo"/>
                    <dubbo:service/>
                    <bean class="java.lang.Object"/>
                </dubbo:reference>
                """.formatted(FOO)))
                .hasSize(4)
                .anySatisfy(mistake ->
                        assertThat(mistake).startsWith("CFG-01 ").contains("dubbo:metod", "did you mean dubbo:method?"))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-01 ")
                        .contains("dubbo:service is not allowed inside dubbo:reference"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-01 ").contains("bean is not allowed here"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-02 "))
                .allSatisfy(mistake -> assertThat(mistake).contains("id \"foo\"", "test.xml"));
    }

    @Test
    void elementsOfTheNamespaceInsideAPlainBeanAreReported() {
        assertThat(XmlContext.mistakesIn("<bean id=\"plain\" class=\"java.lang.Object\" dubbo:timeout=\"5\"/>"))
                .singleElement()
                .asString()
                .startsWith("CFG-01 bean id \"plain\": dubbo:timeout is not allowed here");
    }

    @Test
    void anIdInTwoFilesIsReportedWithBothPlaces() {
        assertThat(new XmlContext()
                        .file("a.xml", APPLICATION + "<dubbo:reference id=\"foo\" " + FOO + "/>")
                        .file("b.xml", "<dubbo:consumer id=\"foo\"/>")
                        .mistakes())
                .singleElement()
                .asString()
                .startsWith("CFG-12 ")
                .contains("a.xml", "b.xml", "dubbo:reference", "dubbo:consumer");
    }

    @Test
    void anIdOfAPlainBeanIsReportedWhicheverComesFirst() {
        String bean = "<bean id=\"foo\" class=\"java.lang.Object\"/>";
        String reference = APPLICATION + "<dubbo:reference id=\"foo\" " + FOO + "/>";
        XmlContext beanLast = new XmlContext();
        beanLast.setAllowBeanDefinitionOverriding(true);

        for (List<String> mistakes : List.of(
                new XmlContext().file("a.xml", bean).file("b.xml", reference).mistakes(),
                beanLast.file("b.xml", reference).file("a.xml", bean).mistakes())) {
            assertThat(mistakes)
                    .singleElement()
                    .asString()
                    .startsWith("CFG-12 ")
                    .contains("a.xml", "b.xml");
        }
    }

    @Test
    void theImplementationOfAServiceIsCheckedWithoutCreatingIt() {
        String service =
                "<dubbo:service interface=\"" + BarService.class.getName() + "\" ref=\"%s\" export=\"false\"/>";

        assertThat(XmlContext.mistakesIn(service.formatted("nosuch")))
                .singleElement()
                .asString()
                .startsWith("CFG-07 ");
        assertThat(XmlContext.mistakesIn("<bean id=\"x\" class=\"java.lang.Object\"/>" + service.formatted("x")))
                .singleElement()
                .asString()
                .startsWith("CFG-08 ");
        assertThat(XmlContext.mistakesIn(
                        SERVICES.replace("id=", "scope=\"prototype\" id=") + service.formatted("services")))
                .singleElement()
                .asString()
                .startsWith("CFG-07 ");
    }

    @Test
    void aBeanWhoseClassOnlyItsFactoryTellsIsCheckedWhenBeansMayBeCreated() {
        String factory = "<bean id=\"made\" class=\"" + Sample.Factory.class.getName()
                + "\"><property name=\"product\" ref=\"services\"/></bean>";
        String service = "<dubbo:service id=\"s\" interface=\"%s\" ref=\"made\" export=\"false\"/>";

        XmlContext.of(SERVICES + factory + service.formatted(BarService.class.getName()))
                .close();

        XmlContext wrong = new XmlContext()
                .file("a.xml", APPLICATION + SERVICES + factory + service.formatted(Runnable.class.getName()));
        assertThat(catchThrowable(wrong::refresh))
                .rootCause()
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("CFG-08 ");
    }

    @Test
    void withoutValidationAnUnknownElementIsReportedToo() {
        XmlContext context = new XmlContext();
        XmlBeanDefinitionReader reader = new XmlBeanDefinitionReader(context);
        reader.setValidating(false);
        reader.setNamespaceAware(true);
        reader.loadBeanDefinitions(new ByteArrayResource("""
                <beans xmlns="http://www.springframework.org/schema/beans" xmlns:dubbo="http://dubbo.apache.org/schema/dubbo">
                    <dubbo:application name="app"/>
                    <dubbo:referense id="foo"/>
                </beans>
                """.getBytes(StandardCharsets.UTF_8)));

        assertThat(context.mistakes())
                .singleElement()
                .asString()
                .startsWith("CFG-01 dubbo:referense id \"foo\": ")
                .contains("did you mean dubbo:reference?");
    }
}
