// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tern.rpc.RpcConfigException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes about an instance as a whole, alone in a file: legal, blank, as a placeholder, and wrong. */
@Timeout(60)
class InstanceRowsTest {
    private static final String BEANS = """
            <bean id="services" class="%s"/>
            <bean id="pool" class="java.util.concurrent.Executors" factory-method="newSingleThreadExecutor"
                  destroy-method="shutdownNow"/>
            """.formatted(Sample.Services.class.getName());

    private static final String ROUTER = "<bean id=\"near\" class=\"" + NearRouter.class.getName() + "\"/>";

    /** By element, how it is written around the attribute. */
    private static final Map<String, String> ELEMENTS = Map.of(
            "application", "<dubbo:application name=\"app\" %s/>",
            "module", "<dubbo:module name=\"mod\" %s/>",
            "registry", "<dubbo:registry id=\"none\" address=\"N/A\" %s/>",
            "config-center", "<dubbo:config-center include-spring-env=\"true\" %s/>",
            "protocol", "<dubbo:protocol id=\"port\" name=\"dubbo\" port=\"0\" %s/>",
            "provider", "<dubbo:provider %s/>",
            "consumer", "<dubbo:consumer %s/>",
            "reference",
                    "<dubbo:reference id=\"foo\" interface=\"" + Sample.FooService.class.getName()
                            + "\" url=\"127.0.0.1:1\" check=\"false\" lazy=\"true\" %s/>",
            "service",
                    "<dubbo:service id=\"bar\" interface=\"" + Sample.BarService.class.getName()
                            + "\" ref=\"services\" export=\"false\" %s/>");

    /**
     * One attribute.
     *
     * @param wrong pairs of a wrong text and the code that it leads to
     */
    record Row(String element, String attribute, String legal, Map<String, String> wrong) {
        @Override
        public String toString() {
            return element + "@" + attribute;
        }
    }

    private static Row flag(String element, String attribute) {
        return new Row(element, attribute, "false", Map.of("maybe", "CFG-04"));
    }

    private static Row number(String element, String attribute, int lowest) {
        return new Row(
                element,
                attribute,
                "7",
                Map.of("abc", "CFG-02", Integer.toString(lowest - 1), "CFG-03", "2147483648", "CFG-03"));
    }

    private static Row choice(String element, String attribute, String legal) {
        return new Row(element, attribute, legal, Map.of("unheard-of", "CFG-05"));
    }

    static Stream<Row> rows() {
        return Stream.of(
                new Row("protocol", "threadname", "shop-work", Map.of("a\tb", "CFG-15")),
                new Row("provider", "threadname", "shop-work", Map.of("a\tb", "CFG-15")),
                flag("protocol", "keepalive"),
                number("provider", "wait", 0),
                new Row("service", "executor", "pool", Map.of("no-such", "CFG-07", "services", "CFG-07")),
                choice("application", "executor-management-mode", "isolation"),
                choice("consumer", "threadpool", "fixed"),
                number("consumer", "corethreads", 0),
                number("consumer", "threads", 1),
                new Row("consumer", "queues", "7", Map.of("abc", "CFG-02")),
                number("consumer", "shareconnections", 1),
                new Row("consumer", "router", "near", Map.of("unheard-of", "CFG-05")),
                new Row("reference", "router", "near, tag", Map.of("unheard-of", "CFG-05")),
                flag("consumer", "refer-async"),
                flag("reference", "refer-async"),
                flag("consumer", "refer-background"),
                number("consumer", "refer-thread-num", 1),
                flag("provider", "export-async"),
                flag("provider", "export-background"),
                number("provider", "export-thread-num", 1),
                flag("module", "background"),
                flag("module", "refer-async"),
                flag("module", "export-async"),
                number("module", "refer-thread-num", 1),
                number("module", "check-reference-timeout", 0),
                flag("module", "default"),
                flag("application", "default"),
                new Row("application", "dump-directory", "target/dumps", Map.of("a\tb", "CFG-15")),
                flag("application", "dump-enable"),
                flag("application", "qos-enable"),
                flag("application", "qos-check"),
                flag("application", "qos-accept-foreign-ip"),
                number("application", "qos-port", 1),
                new Row("application", "qos-host", "[::1]", Map.of("a b", "CFG-15")),
                new Row("application", "qos-accept-foreign-ip-whitelist", "10.0.0.0/8", Map.of("a\tb", "CFG-15")),
                choice("application", "qos-anonymous-access-permission-level", "protected"),
                new Row("application", "qos-anonymous-allow-commands", "ls, ps", Map.of("a\tb", "CFG-15")),
                choice("application", "protocol", "dubbo"),
                choice("protocol", "prefer-serialization", "fastjson2,hessian2"),
                flag("application", "auto-trust-serialize-class"),
                flag("application", "check-serializable"),
                number("application", "trust-serialize-class-level", 1),
                new Row("application", "register-mode", "all", Map.of("unheard-of", "CFG-05", "instance", "CFG-16")),
                new Row("registry", "register-mode", "all", Map.of("unheard-of", "CFG-05", "instance", "CFG-16")),
                flag("registry", "use-as-metadata-center"),
                new Row("reference", "application", "app", Map.of("other", "CFG-07")),
                new Row("service", "application", "app", Map.of("other", "CFG-07")),
                new Row("config-center", "group", "ops", Map.of("a\tb", "CFG-15")),
                new Row("config-center", "config-file", "all.properties", Map.of("a\tb", "CFG-15")),
                new Row("config-center", "app-config-file", "own.properties", Map.of("a\tb", "CFG-15")),
                flag("config-center", "highest-priority"));
    }

    private static String file(Row row, String text) {
        String attribute = text == null ? "" : row.attribute() + "=\"" + text.replace("\t", "&#9;") + '"';
        String element = ELEMENTS.get(row.element()).formatted(attribute);
        String others = row.element().equals("reference") || row.element().equals("service")
                ? ""
                : ELEMENTS.get(row.element().equals("consumer") ? "reference" : "service")
                        .formatted("");
        return (row.element().equals("application") ? "" : XmlContext.APPLICATION)
                + BEANS
                + (row.attribute().equals("router") ? ROUTER : "")
                + element
                + others;
    }

    private static void load(Row row, String text) {
        try (XmlContext context =
                new XmlContext().file("test.xml", file(row, text)).refreshed()) {
            assertThat(context.isActive()).isTrue();
        }
    }

    /** With an extension among the beans, the instance is built at the start, and Spring puts its own exception around ours. */
    private static List<String> mistakes(Row row, String text) {
        try (XmlContext context = new XmlContext().file("test.xml", file(row, text))) {
            Throwable thrown = catchThrowable(context::refresh);
            while (thrown != null && !(thrown instanceof RpcConfigException)) {
                thrown = thrown.getCause();
            }
            assertThat(thrown).as(row + "=" + text).isNotNull();
            return ((RpcConfigException) thrown).problems();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aLegalABlankAndAPlaceholderLoad(Row row) {
        load(row, row.legal());
        load(row, " ");
        load(row, "${no.such.key:" + row.legal() + "}");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aWrongValueIsTheOneMistakeAndNamesTheAttribute(Row row) {
        row.wrong().forEach((text, code) -> {
            assertThat(mistakes(row, text))
                    .as(row + "=" + text)
                    .singleElement()
                    .asString()
                    .startsWith(code + " dubbo:" + row.element())
                    .contains(" attribute " + row.attribute() + " ")
                    .contains("test.xml");
        });
        assertThat(mistakes(row, "${no.such.key}")).singleElement().asString().startsWith("CFG-13 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void whereTheSettingsOfAConfigCenterComeFromCanBeSaid(String overrides) {
        try (XmlContext context = new XmlContext()
                .property("dubbo.properties", "dubbo.reference.timeout=77")
                .file(
                        "test.xml",
                        XmlContext.APPLICATION
                                + BEANS
                                + ELEMENTS.get("config-center").formatted("highest-priority=\"" + overrides + '"')
                                + ELEMENTS.get("reference").formatted("timeout=\"9\""))
                .refreshed()) {
            assertThat(context.reference("foo")
                            .reference()
                            .settings()
                            .defaults()
                            .timeoutMillis())
                    .isEqualTo(overrides.equals("true") ? 77 : 9);
        }
    }
}
