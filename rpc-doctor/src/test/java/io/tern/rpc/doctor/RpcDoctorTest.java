// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a whole: exit codes, usage, and what it must never do. */
class RpcDoctorTest {
    private static final String CONSUMER = """
            <dubbo:application name="shop"/>
            <dubbo:registry address="N/A"/>
            <dubbo:reference id="foo" interface="com.acme.Foo" url="dubbo://127.0.0.1:20880" check="false"/>
            """;

    @TempDir
    private Path directory;

    @Test
    void nothingToDoIsZero() {
        Run run = Run.of(Run.file(directory, "app.xml", CONSUMER).toString());
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .endsWith("Nothing to do in these files.\n")
                .contains("<artifactId>rpc-config-spring</artifactId>");
        assertThat(run.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout=\"5s\"", "serialization=\"kryo\"", "timout=\"5\""})
    void aMistakeOrSomethingNotSupportedIsOne(String attribute) {
        Run run = Run.of(Run.file(directory, "app.xml", CONSUMER.replace("check=\"false\"", attribute))
                .toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("\n1 thing to do:\n").contains("app.xml:8");
    }

    @Test
    void aWrongCommandIsTwoAndSaysWhatIsRight() {
        assertThat(Run.of()).matches(run -> run.code() == 2 && run.errors().contains("Usage:"));
        assertThat(Run.of("--sumary", "a.xml"))
                .matches(run -> run.code() == 2 && run.errors().contains("no option --sumary"));
        assertThat(Run.of(directory.resolve("none.xml").toString()))
                .matches(run -> run.code() == 2
                        && run.errors().contains("There is no file")
                        && run.out().isEmpty());
        assertThat(Run.of(directory.toString())).matches(run -> run.code() == 2);
        assertThat(Run.of("--help")).matches(run -> run.code() == 0 && run.out().startsWith("Usage:"));
    }

    @Test
    void aFileThatIsNoXmlIsAMistakeWithItsLine() {
        Path file = Run.write(directory, "broken.xml", "<beans>\n  <bean>\n</beans>\n");
        Run run = Run.of(file.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("broken.xml:3", "the file cannot be read from here on");
        assertThat(Run.of(Run.write(directory, "empty.xml", "").toString()).code())
                .isEqualTo(1);
    }

    @Test
    void passwordsAreNeverPrinted() {
        Path properties = Run.write(
                directory,
                "dubbo.properties",
                "dubbo.registry.password=hidden-1\ndubbo.provider.token=hidden-2\nword=hidden-3\n");
        Path file = Run.file(directory, "app.xml", CONSUMER + """
                <dubbo:registry id="a" address="zookeeper://joe:hidden-4@h:1?password=hidden-5" username="hidden-6"
                    password="hidden-7"/>
                <dubbo:registry id="b" address="zookeeper://h:1" password="${word}" username="hi&#9;dden-8" pasword="hidden-10"/>
                <dubbo:provider token="hidden-9"/>
                <dubbo:consumer><dubbo:parameter key="token" value="hidden-0"/></dubbo:consumer>
                """);
        Run run = Run.of(file.toString(), properties.toString());
        assertThat(run.out()).contains("password = \"***\"", "token = \"***\"").doesNotContain("hidden-", "dden-8");
    }

    @Test
    void entitiesAreNotFollowed() {
        Path secret = Run.write(directory, "secret.txt", "hidden-word");
        Path file = Run.write(directory, "app.xml", """
                <?xml version="1.0"?>
                <!DOCTYPE beans PUBLIC "-//SPRING//DTD BEAN//EN" "http://127.0.0.1:1/spring-beans.dtd" [
                    <!ENTITY secret SYSTEM "%s">
                ]>
                <beans xmlns:dubbo="http://dubbo.apache.org/schema/dubbo">
                    <dubbo:application name="shop"/>
                    <bean id="x">&secret;</bean>
                </beans>
                """.formatted(secret.toUri()));
        Run run = Run.of(file.toString());
        assertThat(run.out()).doesNotContain("hidden-word").contains("name = \"shop\"");
    }

    @Test
    void anEntityThatGrowsIsNotExpanded() {
        StringBuilder text = new StringBuilder("<!DOCTYPE beans [<!ENTITY e0 \"xxxxxxxxxx\">");
        for (int i = 1; i < 12; i++) {
            text.append("<!ENTITY e")
                    .append(i)
                    .append(" \"")
                    .append(("&e" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        text.append("]><beans><bean id=\"&e11;\"/></beans>");
        Run run = Run.of(Run.write(directory, "app.xml", text.toString()).toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().length()).isLessThan(10_000);
    }
}
