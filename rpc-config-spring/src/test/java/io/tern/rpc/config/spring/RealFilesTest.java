// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcConnectionException;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcException;
import io.tern.rpc.config.ProtocolSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.xml.XmlBeanDefinitionReader;

/** Files with what most people write in them: what works works, what is to come is told once, what is refused says why. */
@Timeout(60)
class RealFilesTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger tern = (Logger) LoggerFactory.getLogger("io.tern.rpc");

    @BeforeEach
    void listen() {
        log.start();
        tern.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        tern.detachAppender(log);
    }

    @Test
    void registriesWithoutAddressLoadAndTellOnceWhatTheyWillDoLater() {
        try (XmlContext provider = provider("");
                XmlContext consumer = consumer("registry.xml", provider)) {
            assertThat(consumer.getBean(FooService.class).findFoo("a")).isEqualTo("foo a");
        }
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W1 dubbo:registry id \"third\": attribute client has no effect");
    }

    @Test
    void registriesThatAreNotThereAreRefusedWithTheCure() {
        assertThat(mistakes("registry-refused.xml"))
                .satisfiesExactly(
                        isRefused("r1", "zookeeper://127.0.0.1:2181", "zookeeper"),
                        isRefused("r2", "zookeeper://127.0.0.1:2181", "zookeeper"),
                        isRefused("r4", "127.0.0.1:2181", "zookeeper"),
                        isRefused("r5", "nacos://127.0.0.1:8848?username=nacos&password=***", "nacos"),
                        text -> assertThat(text)
                                .startsWith("CFG-16 dubbo:registry id \"r6\": attribute address ="
                                        + " \"consul://127.0.0.1:8500\" needs a registry of the kind consul, which is not"
                                        + " there; there are: "),
                        isRefused("r7", "zookeeper://10.0.0.1:2181?backup=10.0.0.2:2181,10.0.0.3:2181", "zookeeper"));
    }

    private static ThrowingConsumer<String> isRefused(String id, String found, String kind) {
        return text -> assertThat(text)
                .isEqualTo("CFG-16 dubbo:registry id \"" + id + "\": attribute address = \"" + found
                        + "\" needs a registry of the kind " + kind
                        + ", which is not there; add the module io.tern:rpc-registry-" + kind
                        + ". File real/registry-refused.xml.");
    }

    @Test
    void aProtocolMayHaveNineSettingsAtOnce() {
        try (XmlContext provider = real("protocol.xml").refreshed()) {
            ProtocolSettings port = service(provider).protocols().get(0);
            assertThat(service(provider).protocols()).hasSize(1);
            assertThat(port.threadPool()).isEqualTo(ProtocolSettings.ThreadPool.FIXED);
            assertThat(port.threads()).isEqualTo(500);
            assertThat(port.queues()).isZero();
            assertThat(port.server().acceptLimit()).isZero();
            assertThat(port.server().payloadLimitBytes()).isEqualTo(8_388_608);
            assertThat(call(provider, "")).isEqualTo("foo a");
        }
        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("CFG-W2 dubbo:protocol id \"another\": attribute name = \"rest\" is not provided");
    }

    @Test
    void aProviderSetsThreadsAndAToken() {
        try (XmlContext provider = real("provider.xml").refreshed()) {
            ServiceSettings settings = service(provider);
            assertThat(settings.defaults().timeoutMillis()).isEqualTo(10_000);
            assertThat(settings.protocols().get(0).threads()).isEqualTo(10);
            assertThatThrownBy(() -> call(provider, "")).isInstanceOf(RpcException.class);
            String token = "<dubbo:parameter key=\"token\" value=\"" + settings.token() + "\"/>";
            assertThat(call(provider, token)).isEqualTo("foo a");
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aConsumerLetsReferencesStartWithoutProviders() {
        try (XmlContext provider = provider("");
                XmlContext consumer = consumer("consumer.xml", provider)) {
            assertThat(consumer.getBean("foo", FooService.class).findFoo("a")).isEqualTo("foo a");
            assertThatThrownBy(
                            () -> consumer.getBean("nobody", FooService.class).findFoo("a"))
                    .isInstanceOf(RpcConnectionException.class);
            assertThat(ReferenceBeanTest.settings(consumer, "foo").defaults().timeoutMillis())
                    .isEqualTo(5_000);
            assertThat(ReferenceBeanTest.settings(consumer, "foo").defaults().retries())
                    .isZero();
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aReferenceHasManySettingsAndBlankOnesCountAsNotWritten() {
        try (XmlContext provider = provider("version=\"1.0.0\" group=\"blue\"");
                XmlContext consumer = consumer("reference.xml", provider)) {
            assertThat(consumer.getBean(FooService.class).findFoo("a")).isEqualTo("foo a");
            assertThat(consumer.getBean(BarService.class).findBar("a")).isEqualTo("bar a");
            assertThat(ReferenceBeanTest.settings(consumer, "foo").defaults().timeoutMillis())
                    .isEqualTo(3_000);
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatAReferenceMustNotIgnoreIsRefused() {
        assertThat(mistakes("reference-refused.xml"))
                .containsExactlyInAnyOrder(
                        "CFG-08 dubbo:reference id \"stubbed\": attribute stub ="
                                + " \"io.tern.rpc.config.spring.Sample$FooServiceStub\" is not a class that can be loaded;"
                                + " check the name and the class path. File real/reference-refused.xml.",
                        "CFG-16 dubbo:reference id \"through\": attribute url = \"zookeeper://127.0.0.1:2181\" is legal"
                                + " in Dubbo but not provided by this release: this is the address of a registry; write it"
                                + " as the address of a registry element; provided: dubbo."
                                + " File real/reference-refused.xml.");
    }

    @Test
    void aServiceHasManySettings() {
        try (XmlContext provider = real("service.xml").refreshed()) {
            assertThat(service(provider).defaults().executes()).isEqualTo(20);
            assertThat(service(provider).style().callbacks()).isEqualTo(1_000);
            assertThat(service(provider).defaults().timeoutMillis()).isEqualTo(10_000);
            assertThat(call(provider, "", "version=\"1.0.0\" group=\"blue\"")).isEqualTo("foo a");
            assertThatThrownBy(() -> call(provider, "", "version=\"2.0.0\" group=\"blue\""))
                    .isInstanceOf(RpcException.class);
        }
        assertThat(warnings()).noneMatch(text -> text.startsWith("CFG-"));
    }

    @Test
    void whatAServiceMustNotIgnoreIsRefused() {
        assertThat(mistakes("service-refused.xml"))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text)
                                .startsWith("CFG-16 dubbo:service id \"checked\": attribute validation = \"true\""),
                        text -> assertThat(text)
                                .startsWith("CFG-16 dubbo:protocol id \"web\": attribute name = \"rest\""));
    }

    @Test
    void methodsHaveHooksAndTimesOfTheirOwn() throws Exception {
        try (XmlContext provider = provider("");
                XmlContext consumer = consumer("method.xml", provider)) {
            FooService foo = consumer.getBean(FooService.class);
            assertThat(foo.findFoo("a")).isNull();
            CompletableFuture<String> reply = RpcContext.getContext().getFuture();
            assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo("foo a");
            assertThat(foo.later("b").get(10, TimeUnit.SECONDS)).isEqualTo("later b");
            assertThat(ReferenceBeanTest.settings(consumer, "foo")
                            .method("findFoo")
                            .timeoutMillis())
                    .isEqualTo(4_000);
            assertThat(ReferenceBeanTest.settings(consumer, "foo")
                            .method("later")
                            .retries())
                    .isZero();
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void parametersAreTakenInSilence() {
        try (XmlContext provider = provider("");
                XmlContext consumer = consumer("parameter.xml", provider)) {
            assertThat(consumer.getBean(FooService.class).findFoo("a")).isEqualTo("foo a");
            assertThat(ReferenceBeanTest.settings(consumer, "foo").defaults().timeoutMillis())
                    .isEqualTo(4_321);
            assertThat(ReferenceBeanTest.settings(consumer, "foo").parameters())
                    .containsEntry("some.key", " kept as it is ");
        }
        assertThat(warnings()).isEmpty();
    }

    @Test
    void aClassStandsInWhereNoProviderAnswers() {
        try (XmlContext consumer = real("mock.xml").refreshed()) {
            assertThat(consumer.getBean("foo", FooService.class).findFoo("a")).isEqualTo("no foo a");
        }
        assertThat(warnings()).isEmpty();
    }

    /** What people write most often, by the count of real files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry address=\"zookeeper://127.0.0.1:2181\"",
                "registry address=\"zookeeper://${zookeeper.address:127.0.0.1}:${zookeeper.port:2181}\"",
                "registry address=\"multicast://224.5.6.7:1234\"",
                "registry address=\"N/A\"",
                "registry address=\"127.0.0.1:2181\" protocol=\"zookeeper\"",
                "registry address=\"nacos://127.0.0.1:8848?username=nacos&amp;password=secret-word\"",
                "registry address=\"consul://127.0.0.1:8500\"",
                "registry file=\"cache/registry.cache\"",
                "registry client=\"curator\"",
                "protocol name=\"dubbo\"",
                "protocol port=\"20880\"",
                "protocol port=\"20881\"",
                "protocol port=\"-1\"",
                "protocol port=\"${dubbo.port:-1}\"",
                "protocol threadpool=\"fixed\" threads=\"500\" server=\"netty4\" client=\"netty\" queues=\"0\" accepts=\"0\""
                        + " buffer=\"8192\" charset=\"UTF-8\" payload=\"8388608\"",
                "provider timeout=\"10000\" threadpool=\"fixed\" threads=\"10\" loadbalance=\"roundrobin\"",
                "provider token=\"true\"",
                "consumer check=\"false\"",
                "consumer timeout=\"5000\" retries=\"0\"",
                "reference check=\"false\" timeout=\"${foo.timeout:3000}\" version=\"1.0.0\" group=\"blue\" retries=\"0\" lazy=\"true\"",
                "reference mock=\"true\"",
                "reference url=\"dubbo://127.0.0.1:${provider.port}\"",
                "service timeout=\"10000\" protocol=\"dubbo\" version=\"1.0.0\" group=\"blue\" executes=\"20\" delay=\"-1\""
                        + " callbacks=\"1000\"",
                "service validation=\"true\"",
                "method timeout=\"4000\" retries=\"2\" async=\"true\" onreturn=\"hooks.onReturn\" onthrow=\"hooks.onThrow\""
                        + " oninvoke=\"hooks.onInvoke\"",
                "method retry=\"false\" merger=\".concat\"",
                "parameter key=\"qos.enable\" value=\"false\""
            })
    void everyFrequentValueStandsInOneOfTheFiles(String written) throws IOException {
        String[] words = written.split(" (?=[a-z]+=\")", -1);
        StringBuilder element = new StringBuilder("<dubbo:" + words[0] + "(?=[\\s])");
        for (int i = 1; i < words.length; i++) {
            element.append("(?=[^>]*\\s").append(Pattern.quote(words[i])).append(")");
        }
        assertThat(texts())
                .anyMatch(text ->
                        Pattern.compile(element.toString()).matcher(text).find());
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("src/test/resources/real"), "*.xml")) {
            for (Path file : files) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static XmlContext real(String file) {
        XmlContext context = new XmlContext();
        new XmlBeanDefinitionReader(context).loadBeanDefinitions("classpath:real/" + file);
        return context;
    }

    private static XmlContext consumer(String file, XmlContext provider) {
        return real(file).property("provider.port", port(provider)).refreshed();
    }

    private static List<String> mistakes(String file) {
        try (XmlContext context = real(file)) {
            return catchThrowableOfType(RpcConfigException.class, context::refresh)
                    .problems();
        }
    }

    private List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(warning -> warning.startsWith("CFG-"))
                .toList();
    }

    private static ServiceSettings service(XmlContext provider) {
        return provider.getBean("fooExport", ServiceBean.class).service().settings();
    }

    private static int port(XmlContext provider) {
        return provider.getBean("fooExport", ServiceBean.class)
                .service()
                .addresses()
                .get(0)
                .getPort();
    }

    private static XmlContext provider(String ofFoo) {
        return new XmlContext()
                .file(
                        "provider.xml",
                        APPLICATION
                                + """
                        <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
                        <bean id="services" class="%s"/>
                        <dubbo:service id="fooExport" interface="%s" ref="services" %s/>
                        <dubbo:service id="barExport" interface="%s" ref="services"/>
                        """.formatted(
                                                Services.class.getName(),
                                                FooService.class.getName(),
                                                ofFoo,
                                                BarService.class.getName()))
                .refreshed();
    }

    private static String call(XmlContext provider, String inside) {
        return call(provider, inside, "");
    }

    private static String call(XmlContext provider, String inside, String attributes) {
        try (XmlContext consumer = XmlContext.of(
                "<dubbo:reference id=\"foo\" interface=\"%s\" url=\"127.0.0.1:%d\" %s>%s</dubbo:reference>"
                        .formatted(FooService.class.getName(), port(provider), attributes, inside))) {
            return consumer.getBean(FooService.class).findFoo("a");
        }
    }
}
