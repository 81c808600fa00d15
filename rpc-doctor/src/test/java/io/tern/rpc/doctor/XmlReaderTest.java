// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements, their lines, and what stands in wrong places. */
class XmlReaderTest {
    private static final String MANY_LINES = """
            <?xml version="1.0" encoding="ENCODING"?>
            <!-- <dubbo:reference id="commented"/> Größe -->
            <beans xmlns="http://www.springframework.org/schema/beans" xmlns:d="NAMESPACE">
                <d:reference
            \t\tid="foo" interface="com.acme.Foo"
                    timeout="5"

                    group='a &lt; b'
                    version = "1"><d:method name="x"
                        async="true"/></d:reference> <d:reference id="bar"/>
            </beans>
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesAreThoseOfTheTagsAndAttributesThemselves(String lineEnd) throws IOException {
        assertLines(read(lineEnd, "http://dubbo.apache.org/schema/dubbo", StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16"})
    void theEncodingIsTheOneThatTheFileNames(String encoding) throws IOException {
        assertLines(read("\n", "http://code.alibabatech.com/schema/dubbo", Charset.forName(encoding)));
    }

    private XmlFile read(String lineEnd, String namespace, Charset encoding) throws IOException {
        String text = MANY_LINES.replace("ENCODING", encoding.name()).replace("NAMESPACE", namespace);
        Path file = directory.resolve("lines.xml");
        Files.write(file, text.replace("\n", lineEnd).getBytes(encoding));
        return XmlReader.read(file);
    }

    private static void assertLines(XmlFile file) {
        assertThat(file.problems()).isEmpty();
        assertThat(file.elements()).hasSize(2);
        FoundElement foo = file.elements().get(0);
        assertThat(foo.place().line()).isEqualTo(4);
        assertThat(foo.attributes()).hasSize(5);
        assertThat(line(foo, "id")).isEqualTo(5);
        assertThat(line(foo, "interface")).isEqualTo(5);
        assertThat(line(foo, "timeout")).isEqualTo(6);
        assertThat(line(foo, "group")).isEqualTo(8);
        assertThat(line(foo, "version")).isEqualTo(9);
        assertThat(foo.attributes().get("group").text()).isEqualTo("a < b");
        FoundElement method = foo.children().get(0);
        assertThat(method.place().line()).isEqualTo(9);
        assertThat(line(method, "async")).isEqualTo(10);
        assertThat(file.elements().get(1).place().line()).isEqualTo(10);
    }

    private static int line(FoundElement element, String attribute) {
        return element.attributes().get(attribute).place().line();
    }

    @Test
    void linesAreRightBehindAVeryLongBeginning() throws IOException {
        String bean = "<bean id=\"some-bean\" class=\"com.acme.Some\"/>\n";
        Path file = Run.file(directory, "long.xml", bean.repeat(20_000) + "<dubbo:application\n name=\"shop\"/>");
        FoundElement application = XmlReader.read(file).elements().get(0);
        assertThat(application.place().line()).isEqualTo(20_006);
        assertThat(line(application, "name")).isEqualTo(20_007);
    }

    @Test
    void whatStandsInAWrongPlaceIsAMistakeAndTheRestIsRead() throws IOException {
        XmlFile file = XmlReader.read(Run.file(directory, "app.xml", """
                <dubbo:method name="lost"><dubbo:argument index="0"/></dubbo:method>
                <dubbo:referense id="foo"/>
                <dubbo:reference id="foo">
                    <dubbo:metod name="x"/>
                    <dubbo:service/>
                    <bean class="java.lang.Object"><property name="x"/></bean>
                    <dubbo:method name="kept"/>
                </dubbo:reference>
                """));
        assertThat(file.problems())
                .extracting(finding -> finding.place().line() + " " + finding.note())
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("6 CFG-01: element dubbo:method is not allowed directly"),
                        text -> assertThat(text).startsWith("7 CFG-01: ").contains("did you mean dubbo:reference?"),
                        text -> assertThat(text).startsWith("9 CFG-01: ").contains("did you mean dubbo:method?"),
                        text -> assertThat(text)
                                .startsWith("10 CFG-01: ")
                                .contains("is not allowed inside dubbo:reference"),
                        text -> assertThat(text).startsWith("11 CFG-01: bean is not allowed here"));
        assertThat(file.elements()).hasSize(1);
        assertThat(file.elements().get(0).children()).hasSize(1);
    }

    @Test
    void aServiceMayHaveThePropertiesOfSpring() throws IOException {
        XmlFile file = XmlReader.read(Run.file(directory, "app.xml", """
                <dubbo:service interface="com.acme.Foo" class="com.acme.FooImpl">
                    <property name="greeting" value="hello"/>
                    <dubbo:property name="store" ref="store"/>
                </dubbo:service>
                """));
        assertThat(file.problems()).isEmpty();
        assertThat(file.elements().get(0).children())
                .extracting(child ->
                        child.kind() + " " + child.attributes().get("name").text())
                .containsExactly("PROPERTY greeting", "PROPERTY store");
    }

    @Test
    void anAttributeOfAnotherNamespaceIsAParameter() throws IOException {
        XmlFile file = XmlReader.read(
                Run.file(directory, "app.xml", "<dubbo:reference id=\"foo\" p:zone=\"east\" dubbo:timeout=\"5\"/>"));
        FoundElement foo = file.elements().get(0);
        assertThat(foo.attributes()).containsOnlyKeys("id", "timeout");
        assertThat(foo.children().get(0).attributes().get("key").text()).isEqualTo("zone");
        assertThat(foo.children().get(0).attributes().get("value").text()).isEqualTo("east");
    }

    @Test
    void whatSpringsOwnElementsMeanForUsIsNoted() throws IOException {
        XmlFile file = XmlReader.read(Run.file(directory, "app.xml", """
                <import resource="other.xml"/>
                <context:property-placeholder location="classpath:a.properties, b.properties"/>
                <bean id="one" name="two, three" class="com.acme.One"/>
                <bean id="four" class="com.alibaba.dubbo.config.ApplicationConfig"/>
                <beans profile="test"><dubbo:registry id="r"/></beans>
                """));
        assertThat(file.imports()).extracting(XmlFile.Named::location).containsExactly("other.xml");
        assertThat(file.propertyFiles())
                .extracting(XmlFile.Named::location)
                .containsExactly("classpath:a.properties", "b.properties");
        assertThat(file.beans()).containsExactlyInAnyOrder("one", "two", "three", "four");
        assertThat(file.problems())
                .singleElement()
                .matches(finding -> finding.verdict() == Verdict.NOT_SUPPORTED
                        && finding.place().line() == 9);
        assertThat(file.elements().get(0).profiles()).containsExactly("test");
    }

    @Test
    void aSchemaThatIsNotShippedIsAMistake() throws IOException {
        String text = """
                <beans xmlns="http://www.springframework.org/schema/beans"
                       xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                       xmlns:dubbo="http://dubbo.apache.org/schema/dubbo"
                       xsi:schemaLocation="http://dubbo.apache.org/schema/dubbo %s">
                </beans>
                """;
        for (String known : new String[] {
            "http://dubbo.apache.org/schema/dubbo/dubbo.xsd", "https://dubbo.apache.org/schema/dubbo/dubbo.xsd"
        }) {
            assertThat(XmlReader.read(Run.write(directory, "app.xml", text.formatted(known)))
                            .problems())
                    .isEmpty();
        }
        assertThat(XmlReader.read(Run.write(directory, "app.xml", text.formatted("http://mirror.example/dubbo.xsd")))
                        .problems())
                .singleElement()
                .matches(finding ->
                        finding.verdict() == Verdict.MISTAKE && finding.place().line() == 4);
    }
}
