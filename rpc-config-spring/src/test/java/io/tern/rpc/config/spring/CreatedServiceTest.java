// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.spring.Sample.BarService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code <dubbo:service class="…">}: Spring makes the implementation, with its properties. */
@Timeout(60)
class CreatedServiceTest {
    private static final String BAR = "interface=\"" + BarService.class.getName() + "\" export=\"false\"";
    private static final String CLASS = " class=\"" + Server.class.getName() + "\" ";

    /** Has properties of two kinds, and a dependency of its own. */
    public static class Server implements BarService {
        private String prefix = "";
        private int count;
        private Sample.Seconds seconds;
        private final Inner inner = new Inner();

        @Autowired
        Sample.Hooks hooks;

        public void setPrefix(String text) {
            prefix = text;
        }

        public void setCount(int number) {
            count = number;
        }

        public void setSeconds(Sample.Seconds value) {
            seconds = value;
        }

        public Inner getInner() {
            return inner;
        }

        @Override
        public String findBar(String key) {
            return prefix + key + count + inner.text + (seconds != null) + (hooks != null);
        }
    }

    /** Reached by a path. */
    public static class Inner {
        private String text = "";

        public void setText(String value) {
            text = value;
        }
    }

    @Test
    void theBeanIsNamedAfterTheServiceAndHasItsProperties() {
        try (XmlContext context = XmlContext.of("""
                <bean id="seconds" class="%s"/>
                <bean class="%s"/>
                <dubbo:service id="bar" class="${server.class:%s}" %s>
                    <property name="prefix" value="${prefix:a }"/>
                    <property name="count" value="#{6 + 1}"/>
                    <dubbo:property name="seconds" ref="${seconds.bean:seconds}"/>
                    <property name="inner.text" value=" in "/>
                    <dubbo:method name="findBar" timeout="5"/>
                </dubbo:service>
                """.formatted(
                        Sample.Seconds.class.getName(), Sample.Hooks.class.getName(), Server.class.getName(), BAR))) {
            Server server = context.getBean("barImpl", Server.class);
            assertThat(server.findBar("key")).isEqualTo("a key7 in truetrue");
            assertThat(NestedElementsTest.service(context, "bar").implementation())
                    .isEqualTo("barImpl");
            assertThat(NestedElementsTest.service(context, "bar")
                            .methods()
                            .get("findBar")
                            .timeoutMillis())
                    .isEqualTo(5);
        }
    }

    @Test
    void withoutAnIdTheNameComesFromTheInterface() {
        try (XmlContext context = XmlContext.of(
                "<bean class=\"" + Sample.Hooks.class.getName() + "\"/><dubbo:service " + CLASS + BAR + "/>")) {
            assertThat(context.getBean(BarService.class.getName() + "Impl")).isInstanceOf(Server.class);
        }
    }

    @Test
    void whatIsServedIsThatBean() {
        try (XmlContext provider = XmlContext.of("<bean class=\"" + Sample.Hooks.class.getName()
                + "\"/><dubbo:protocol name=\"dubbo\" host=\"127.0.0.1\" port=\"0\"/><dubbo:service id=\"bar\" "
                + CLASS + BAR.replace("false", "true")
                + "><property name=\"prefix\" value=\"served \"/></dubbo:service>")) {
            int port = provider.getBean("bar", ServiceBean.class)
                    .service()
                    .addresses()
                    .get(0)
                    .getPort();
            try (XmlContext consumer = XmlContext.of("<dubbo:reference id=\"bar\" interface=\""
                    + BarService.class.getName() + "\" url=\"dubbo://127.0.0.1:" + port + "\"/>")) {
                assertThat(consumer.getBean(BarService.class).findBar("x")).isEqualTo("served x0falsetrue");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CFG-11|ref=\"services\"||attribute class",
                "CFG-08||<property name=\"prefx\" value=\"a\"/>|setPrefx",
                "CFG-07||<property name=\"seconds\" ref=\"nobody\"/>|attribute ref",
                "CFG-06||<property name=\"prefix\"/>|attribute value",
                "CFG-11||<property name=\"prefix\" value=\"a\" ref=\"services\"/>|attribute ref",
                "CFG-06||<property name=\" \" value=\"a\"/>|attribute name",
                "CFG-13||<property name=\"prefix\" value=\"${no.such}\"/>|no.such",
                "CFG-01||<bean class=\"java.lang.Object\"/>|bean is not allowed here",
                "CFG-01||<property name=\"prefix\"><value>a</value></property>|value is not allowed here",
                "CFG-01||<dubbo:reference/>|dubbo:reference is not allowed inside dubbo:service",
            })
    void mistakesAreReportedWithTheirPlace(String code, String attribute, String child, String text) {
        assertThat(XmlContext.mistakesIn("<bean id=\"services\" class=\"" + Server.class.getName()
                        + "\" autowire-candidate=\"false\"/><bean class=\"" + Sample.Hooks.class.getName()
                        + "\"/><dubbo:service id=\"bar\" " + CLASS + (attribute == null ? "" : attribute) + " " + BAR
                        + ">"
                        + (child == null ? "" : child) + "</dubbo:service>"))
                .anySatisfy(
                        mistake -> assertThat(mistake).startsWith(code + " ").contains(text, "\"bar\"", "test.xml"));
    }

    @ParameterizedTest
    @CsvSource({"com.no.Such, CFG-08", "java.lang.Object, CFG-08", "com..Foo, CFG-08", "'${no.such}', CFG-13"})
    void aWrongClassIsTheOneMistake(String name, String code) {
        assertThat(XmlContext.mistakesIn("<dubbo:service id=\"bar\" class=\"" + name + "\" " + BAR + "/>"))
                .singleElement()
                .asString()
                .startsWith(code + " dubbo:service id \"bar\": attribute class");
    }

    @Test
    void aBeanThatHasTheNameAlreadyIsReported() {
        assertThat(XmlContext.mistakesIn("<bean id=\"barImpl\" class=\"java.lang.Object\"/><dubbo:service id=\"bar\" "
                        + CLASS + BAR + "/>"))
                .anySatisfy(mistake -> assertThat(mistake).startsWith("CFG-12 ").contains("barImpl"));
    }

    @Test
    void aPropertyInAServiceWithARefIsReported() {
        assertThat(XmlContext.mistakesIn("<bean id=\"services\" class=\"" + Sample.Services.class.getName()
                        + "\"/><dubbo:service id=\"bar\" ref=\"services\" " + BAR
                        + "><property name=\"prefix\" value=\"a\"/></dubbo:service>"))
                .singleElement()
                .asString()
                .startsWith("CFG-11 dubbo:property name \"prefix\" in dubbo:service id \"bar\"");
    }
}
