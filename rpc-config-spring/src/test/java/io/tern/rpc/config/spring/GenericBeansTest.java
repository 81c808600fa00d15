// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code generic} of references, consumers and services in files: right, blank, as a placeholder, and wrong. */
@Timeout(60)
class GenericBeansTest {
    private static final String ABSENT =
            "interface=\"com.acme.NotHereService\" url=\"dubbo://127.0.0.1:1\" check=\"false\" init=\"false\"";
    private static final String FOO = ABSENT.replace("com.acme.NotHereService", FooService.class.getName());
    private static final String PORT = "<dubbo:registry address=\"N/A\"/><dubbo:protocol name=\"dubbo\" port=\"0\"/>";

    /** Answers any method. */
    public static class Anything implements GenericService {
        @Override
        public Object $invoke(String method, String[] parameterTypes, Object[] arguments) {
            return method + " " + (arguments == null ? 0 : arguments.length);
        }
    }

    /** Wants a generic reference by its type. */
    public static class Gateway {
        @Autowired
        GenericService service;
    }

    private static void assertGeneric(XmlContext context, String id, String form) {
        assertThat(context.getType(id)).isEqualTo(GenericService.class);
        assertThat(context.getBean(id)).isInstanceOf(GenericService.class).isNotInstanceOf(FooService.class);
        assertThat(context.reference(id).reference().settings().style().generic())
                .isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "raw.return,raw.return", "bean,bean", "${no.such.key:true},true", "${the.form},true"})
    void aGenericReferenceIsAGenericServiceToSpringAndNeedsNoInterface(String written, String form) {
        XmlContext context = new XmlContext()
                .property("the.form", "true")
                .file(
                        "test.xml",
                        APPLICATION
                                + "<bean id=\"gateway\" class=\"" + Gateway.class.getName() + "\"/>"
                                + "<dubbo:reference id=\"any\" generic=\"" + written + "\" " + ABSENT + "/>");
        try (context) {
            context.refreshed();
            assertGeneric(context, "any", form);
            assertThat(context.getBean(Gateway.class).service).isSameAs(context.getBean("any"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "", " ", "${no.such.key:}"})
    void anOrdinaryReferenceIsItsInterface(String written) {
        try (XmlContext context =
                XmlContext.of("<dubbo:reference id=\"foo\" generic=\"" + written + "\" " + FOO + "/>")) {
            assertThat(context.getType("foo")).isEqualTo(FooService.class);
            assertThat(context.getBean("foo")).isInstanceOf(FooService.class);
        }
    }

    @Test
    void aConsumerMakesItsReferencesGeneric() {
        try (XmlContext context = XmlContext.of("""
                <dubbo:reference id="all" %s/>
                <dubbo:reference id="own" generic="false" %s/>
                <dubbo:reference id="other" consumer="plain" %s/>
                <dubbo:consumer id="plain" default="false"/>
                <dubbo:consumer generic="true"/>
                """.formatted(ABSENT, FOO, FOO))) {
            assertGeneric(context, "all", "true");
            assertThat(context.getBean("own")).isInstanceOf(FooService.class);
            assertThat(context.getType("other")).isEqualTo(FooService.class);
            assertThat(context.getBean("other")).isInstanceOf(FooService.class);
        }
        try (XmlContext context = XmlContext.of("""
                <dubbo:consumer generic="true"><dubbo:reference id="inside" %s/></dubbo:consumer>
                <dubbo:reference id="outside" %s/>
                """.formatted(ABSENT, FOO))) {
            assertGeneric(context, "inside", "true");
            assertThat(context.getBean("outside")).isInstanceOf(FooService.class);
        }
    }

    @Test
    void aConsumerOfTheParentMakesReferencesGenericUnlessThereIsAnOwnOne() {
        String reference = "<dubbo:reference id=\"any\" " + ABSENT + "/>";
        try (XmlContext parent = XmlContext.of("<dubbo:consumer id=\"untyped\" generic=\"true\"/>");
                XmlContext child = new XmlContext(parent).file("child.xml", reference)) {
            child.refresh();
            assertGeneric(child, "any", "true");
        }
        try (XmlContext parent = XmlContext.of("<dubbo:consumer id=\"untyped\" generic=\"true\"/>");
                XmlContext child = new XmlContext(parent)
                        .file(
                                "child.xml",
                                "<dubbo:consumer timeout=\"5\"/><dubbo:reference id=\"foo\" " + FOO + "/>"
                                        + reference.replace("/>", " consumer=\"untyped\"/>"))) {
            child.refresh();
            assertThat(child.getType("foo")).isEqualTo(FooService.class);
            assertThat(child.getBean("foo")).isInstanceOf(FooService.class);
            assertGeneric(child, "any", "true");
        }
    }

    @Test
    void theMethodElementsOfAGenericReferenceAreTakenByTheirNames() {
        try (XmlContext context = XmlContext.of("<dubbo:reference id=\"any\" generic=\"true\" timeout=\"70\" " + ABSENT
                + "><dubbo:method name=\"findFoo\" timeout=\"50\"/></dubbo:reference>")) {
            var settings = context.reference("any").reference().settings();
            assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(50);
            assertThat(settings.method("another").timeoutMillis()).isEqualTo(70);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference id \"x\" | CFG-05 | some      | <dubbo:reference id=\"x\" generic=\"some\" %s/>",
                "reference id \"x\" | CFG-16 | gson      | <dubbo:reference id=\"x\" generic=\"gson\" %s/>",
                "reference id \"x\" | CFG-16 | protobuf-json | <dubbo:reference id=\"x\" generic=\"protobuf-json\" %s/>",
                "reference id \"x\" | CFG-16 | nativejava is unsafe | <dubbo:reference id=\"x\" generic=\"nativejava\" %s/>",
                "reference id \"x\" | CFG-13 | no.such   | <dubbo:reference id=\"x\" generic=\"${no.such}\" %s/>",
            })
    void wrongFormsAreReportedWithTheirPlace(String place, String code, String word, String xml) {
        assertThat(XmlContext.mistakesIn(xml.formatted(FOO)))
                .anySatisfy(mistake ->
                        assertThat(mistake).startsWith(code + " dubbo:" + place).contains("generic"));
        assertThat(word).isNotEmpty();
    }

    /** Whoever wants a stub has the interface, and a generic proxy has none. */
    @ParameterizedTest
    @CsvSource({"stub,true", "local,true", "stub,com.acme.Stub", "stub,${no.such.key:true}"})
    void aGenericReferenceHasNoStub(String attribute, String stub) {
        assertThat(XmlContext.mistakesIn("<dubbo:reference id=\"x\" generic=\"true\" " + attribute + "=\"" + stub
                        + "\" " + ABSENT + "/>"))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:reference id \"x\"")
                .contains("generic", attribute + " = ");
        assertThat(XmlContext.mistakesIn("<dubbo:consumer generic=\"true\"/><dubbo:reference id=\"x\" " + attribute
                        + "=\"" + stub + "\" " + ABSENT + "/>"))
                .singleElement()
                .asString()
                .startsWith("CFG-11")
                .contains("generic", attribute + " = ");
        try (XmlContext context = XmlContext.of(
                "<dubbo:reference id=\"any\" generic=\"true\" " + attribute + "=\"false\" " + ABSENT + "/>")) {
            assertGeneric(context, "any", "true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bean", "raw.return", "gson", "protobuf-json", "nativejava"})
    void servicesHaveNoOtherForms(String form) {
        assertThat(XmlContext.mistakesIn(PORT + "<bean id=\"any\" class=\"" + Anything.class.getName() + "\"/>"
                        + "<dubbo:service id=\"x\" interface=\"com.acme.NotHereService\" ref=\"any\" generic=\"" + form
                        + "\"/>"))
                .singleElement()
                .asString()
                .startsWith("CFG-16 dubbo:service id \"x\": attribute generic");
    }

    /** Written, as a placeholder, and not at all. */
    @ParameterizedTest
    @ValueSource(strings = {"generic=\"true\"", "generic=\"${no.such.key:true}\"", "", "generic=\" \""})
    void aBeanThatIsAGenericServiceServesAnyInterface(String written) throws Exception {
        try (XmlContext context = XmlContext.of(PORT.replace("port=", "host=\"127.0.0.1\" port=")
                + """
                <bean id="any" class="%s"/>
                <dubbo:service id="x" interface="com.acme.NotHereService" ref="any" %s/>
                <dubbo:service id="y" interface="%s" ref="any" %s/>
                """.formatted(Anything.class.getName(), written, FooService.class.getName(), written))) {
            ServiceBean service = context.getBean("x", ServiceBean.class);
            ServiceSettings settings = service.service().settings();
            assertThat(settings.style().generic()).isEqualTo("true");
            assertThat(settings.service()).hasToString("com.acme.NotHereService");

            int port = service.service().addresses().get(0).getPort();
            try (XmlContext caller = XmlContext.of("<dubbo:consumer timeout=\"10000\"/>"
                    + "<dubbo:reference id=\"any\" generic=\"true\" "
                    + ABSENT.replace(":1\"", ":" + port + "\"")
                    + "><dubbo:method name=\"later\" async=\"true\"/></dubbo:reference>"
                    + "<dubbo:reference id=\"typed\" "
                    + FOO.replace(":1\"", ":" + port + "?generic=true\"")
                    + "/>")) {
                GenericService generic = (GenericService) caller.getBean("any");
                assertThat(generic.$invoke("hello", null, new Object[] {1, 2})).isEqualTo("hello 2");
                CompletableFuture<Object> later = generic.$invokeAsync("hello", null, null);
                assertThat(later.get()).isEqualTo("hello 0");
                FooService typed = (FooService) caller.getBean("typed");
                assertThat(typed.findFoo("x")).isEqualTo("findFoo 1");
                assertThat(typed.later("x").get()).isEqualTo("later 1");
            }
        }
    }

    @Test
    void genericCallsToAnOrdinaryServiceNeedItsLeave() {
        try (XmlContext context = XmlContext.of(PORT.replace("port=", "host=\"127.0.0.1\" port=")
                + """
                <bean id="foos" class="%s"/>
                <dubbo:service id="x" interface="%s" ref="foos"><dubbo:parameter key="tern.generic" value="true"/></dubbo:service>
                <dubbo:service id="y" interface="%s" ref="foos" group="closed"/>
                """.formatted(Services.class.getName(), FooService.class.getName(), FooService.class.getName()))) {
            int port = context.getBean("x", ServiceBean.class)
                    .service()
                    .addresses()
                    .get(0)
                    .getPort();
            String there = FOO.replace(":1\"", ":" + port + "\"");
            try (XmlContext caller = XmlContext.of("<dubbo:reference id=\"open\" generic=\"true\" " + there + "/>"
                    + "<dubbo:reference id=\"closed\" group=\"closed\" retries=\"0\" generic=\"true\" " + there
                    + "/>")) {
                GenericService open = (GenericService) caller.getBean("open");
                assertThat(open.$invoke("findFoo", new String[] {"java.lang.String"}, new Object[] {"x"}))
                        .isEqualTo("foo x");
                assertThat(open.$invoke("later", null, new Object[] {"x"})).isEqualTo("later x");
                GenericService closed = (GenericService) caller.getBean("closed");
                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> closed.$invoke("findFoo", null, new Object[] {"x"}))
                        .hasMessageContaining("Generic calls are off")
                        .hasMessageContaining("tern.generic");
            }
        }
    }
}
