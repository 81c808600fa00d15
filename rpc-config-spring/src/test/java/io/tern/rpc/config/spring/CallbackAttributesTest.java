// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attributes of callback arguments, through a real file in a real context: right, blank, as a placeholder, and wrong. */
@Timeout(60)
class CallbackAttributesTest {
    /** What is called back. */
    public interface Listener {
        String changed(String what);
    }

    /** Calls back. */
    public interface Source {
        int listen(String topic, Listener listener);

        int forget(String topic, Listener listener);
    }

    /** Remembers listeners. */
    public static class Sources implements Source {
        public final List<Listener> listeners = new CopyOnWriteArrayList<>();

        @Override
        public int listen(String topic, Listener listener) {
            listeners.add(listener);
            return listeners.size();
        }

        @Override
        public int forget(String topic, Listener listener) {
            listeners.remove(listener);
            return listeners.size();
        }
    }

    private static final String SOURCE = Source.class.getName();
    private static final String LISTENER = Listener.class.getName();
    private static final String BEAN = "<bean id=\"sources\" class=\"" + Sources.class.getName() + "\"/>\n";

    private static String reference(String attributes, String arguments) {
        return """
                <dubbo:reference id="source" interface="%s" url="dubbo://127.0.0.1:1" check="false" lazy="true" %s>
                    <dubbo:method name="listen">%s</dubbo:method>
                </dubbo:reference>
                """.formatted(SOURCE, attributes, arguments);
    }

    private static String service(String attributes, String arguments) {
        return BEAN + """
                <dubbo:registry address="N/A"/>
                <dubbo:service id="export" interface="%s" ref="sources" export="false" %s>
                    <dubbo:method name="listen">%s</dubbo:method>
                </dubbo:service>
                """.formatted(SOURCE, attributes, arguments);
    }

    private static ReferenceSettings reference(String file) {
        try (XmlContext context = XmlContext.of(file)) {
            return context.reference("source").reference().settings();
        }
    }

    private static ServiceSettings service(String file) {
        try (XmlContext context = XmlContext.of(file)) {
            return context.getBean("export", ServiceBean.class).service().settings();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'index=\"1\" callback=\"true\"', 1,, true",
        "'index=\"${no.such:1}\" callback=\"${no.such:yes}\"', 1,, true",
        "'index=\"1\" type=\" \" callback=\"false\"', 1,, false",
        "'index=\" \" type=\"LISTENER\" callback=\"true\"', -1, LISTENER, true",
        "'index=\"-1\" type=\"${no.such:LISTENER}\" callback=\"on\"', -1, LISTENER, true",
        "'index=\"1\" type=\"LISTENER\" callback=\"true\"', 1, LISTENER, true"
    })
    void anArgumentIsNamedByPositionOrType(String attributes, int index, String type, boolean callback) {
        String argument = "<dubbo:argument " + attributes.replace("LISTENER", LISTENER) + "/>";
        ArgumentSettings expected = new ArgumentSettings(index, type == null ? null : LISTENER, callback);
        assertThat(reference(reference("", argument)).method("listen").arguments())
                .containsExactly(expected);
        assertThat(service(service("", argument)).method("listen").arguments()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"'index=\"1\"'", "'index=\"0\" callback=\" \"'"})
    void anArgumentThatSaysNothingAboutCallbacksMeansNothing(String attributes) {
        String argument = "<dubbo:argument " + attributes + "/>";
        assertThat(reference(reference("", argument)).method("listen").arguments())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'index=\"abc\" callback=\"true\"', CFG-02, index",
        "'index=\"-2\" callback=\"true\"', CFG-03, index",
        "'index=\"2\" callback=\"true\"', CFG-03, index",
        "'index=\"${no.such}\" callback=\"true\"', CFG-13, index",
        "'type=\"com..Foo\" callback=\"true\"', CFG-08, type",
        "'type=\"java.util.List\" callback=\"true\"', CFG-08, type",
        "'index=\"0\" type=\"LISTENER\" callback=\"true\"', CFG-11, type",
        "'index=\"1\" callback=\"maybe\"', CFG-04, callback",
        "'index=\"0\" callback=\"true\"', CFG-08, callback",
        "'index=\"0\" callback=\"false\"', CFG-08, callback",
        "'callback=\"true\"', CFG-06, index"
    })
    void aWrongArgumentIsTheOneMistake(String attributes, String code, String attribute) {
        String argument = "<dubbo:argument " + attributes.replace("LISTENER", LISTENER) + "/>";
        for (String file : List.of(reference("", argument), service("", argument))) {
            assertThat(XmlContext.mistakesIn(file))
                    .singleElement()
                    .asString()
                    .startsWith(code + " dubbo:argument ")
                    .contains(" attribute " + attribute, "dubbo:method name \"listen\"")
                    .endsWith("[test.xml].");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "' ', 1", "7, 7", "${no.such:8}, 8", "0, 1"})
    void theLimitComesFromTheNearestElement(String text, int limit) {
        String attribute = text.isEmpty() ? "" : "callbacks=\"" + text + "\"";
        assertThat(reference(reference(attribute, "")).style().callbacks()).isEqualTo(limit);
        assertThat(reference("<dubbo:consumer " + attribute + "/>" + reference("", ""))
                        .style()
                        .callbacks())
                .isEqualTo(limit);
        assertThat(service(service(attribute, "")).style().callbacks()).isEqualTo(limit);
        assertThat(service("<dubbo:provider " + attribute + "/>" + service("", ""))
                        .style()
                        .callbacks())
                .isEqualTo(limit);
    }

    @Test
    void theReferencesLimitBeatsThatOfItsConsumer() {
        assertThat(reference("<dubbo:consumer callbacks=\"5\"/>" + reference("callbacks=\"6\"", ""))
                        .style()
                        .callbacks())
                .isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"abc, CFG-02", "-1, CFG-03", "2147483648, CFG-03", "${no.such}, CFG-13"})
    void aWrongLimitIsTheOneMistake(String text, String code) {
        String attribute = "callbacks=\"" + text + "\"";
        for (String file : List.of(reference(attribute, ""), service(attribute, ""))) {
            assertThat(XmlContext.mistakesIn(file))
                    .singleElement()
                    .asString()
                    .startsWith(code + " dubbo:")
                    .contains(" attribute callbacks ");
        }
    }

    @Test
    void aFileIsEnoughForAServiceToCallBack() throws Exception {
        String provider = BEAN + """
                <dubbo:registry address="N/A"/>
                <dubbo:protocol name="dubbo" host="127.0.0.1" port="-1"/>
                <dubbo:service id="export" interface="%s" ref="sources">
                    <dubbo:method name="listen"><dubbo:argument index="1" callback="true"/></dubbo:method>
                    <dubbo:method name="forget"><dubbo:argument type="%s" callback="false"/></dubbo:method>
                </dubbo:service>
                """.formatted(SOURCE, LISTENER);
        try (XmlContext serving = XmlContext.of(provider)) {
            int port = serving.getBean("export", ServiceBean.class)
                    .service()
                    .addresses()
                    .get(0)
                    .getPort();
            String consumer = """
                    <dubbo:reference id="source" interface="%s" url="dubbo://127.0.0.1:%d" timeout="10000" retries="0">
                        <dubbo:method name="listen"><dubbo:argument index="1" callback="true"/></dubbo:method>
                        <dubbo:method name="forget"><dubbo:argument index="1" callback="false"/></dubbo:method>
                    </dubbo:reference>
                    """.formatted(SOURCE, port);
            try (XmlContext calling = XmlContext.of(consumer)) {
                Source source = calling.getBean("source", Source.class);
                Listener listener = what -> "heard " + what;
                assertThat(source.listen("a", listener)).isEqualTo(1);
                assertThat(serving.getBean(Sources.class).listeners.get(0).changed("b"))
                        .isEqualTo("heard b");
                assertThat(source.forget("a", listener)).isZero();
            }
        }
    }
}
