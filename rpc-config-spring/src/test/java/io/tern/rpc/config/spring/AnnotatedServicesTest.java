// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static io.tern.rpc.config.spring.XmlContext.APPLICATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import io.tern.rpc.config.spring.annotation.EnableRpc;
import io.tern.rpc.config.spring.annotation.RpcReference;
import io.tern.rpc.config.spring.annotation.RpcService;
import io.tern.rpc.config.spring.scanned.FooServer;
import io.tern.rpc.config.spring.scanned.OfItsOwnPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code @RpcService} on classes and on methods that make beans, and the packages that are searched for it. */
@Timeout(60)
class AnnotatedServicesTest {
    private static final String PACKAGE = FooServer.class.getPackageName();
    private static final String SECONDS = "<bean class=\"" + Sample.Seconds.class.getName() + "\"/>";
    private static final String PORT = "<dubbo:protocol name=\"dubbo\" host=\"127.0.0.1\" port=\"0\"/>";

    @Configuration
    @EnableRpc(scanBasePackages = {"com.acme.none", "${scanned.package}"})
    static class ByName {}

    @Configuration
    @EnableRpc(scanBasePackageClasses = FooServer.class)
    static class ByClass {}

    @Test
    void aPackageIsSearchedByNameByClassAndByXml() {
        for (Class<?> configuration : new Class<?>[] {ByName.class, ByClass.class, OfItsOwnPackage.class}) {
            XmlContext context = new XmlContext().property("scanned.package", PACKAGE);
            context.registerBean(configuration);
            context.file("a.xml", APPLICATION + SECONDS);
            assertThatTheScannedServerIsThere(context);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${scanned.package}",
                " com.acme.none ,\n ${scanned.package},",
                "io.tern.rpc.config.spring.scanned"
            })
    void theXmlElementDoesTheSame(String packages) {
        assertThatTheScannedServerIsThere(new XmlContext()
                .property("scanned.package", PACKAGE)
                .file("a.xml", APPLICATION + SECONDS + "<dubbo:annotation package=\"" + packages + "\"/>"));
    }

    private static void assertThatTheScannedServerIsThere(XmlContext context) {
        try (context) {
            context.refresh();
            ServiceSettings settings =
                    context.getBean(ServiceBean.class).service().settings();
            assertThat(settings.serviceInterface()).isEqualTo(FooService.class);
            assertThat(settings.id()).isEqualTo(FooService.class.getName());
            assertThat(settings.service().group()).isEqualTo("blue");
            assertThat(settings.service().version()).isEqualTo("2.0");
            assertThat(settings.defaults().timeoutMillis()).isEqualTo(700);
            assertThat(settings.methods().get("findFoo").timeoutMillis()).isEqualTo(600);
            assertThat(settings.methods().get("findFoo").executes()).isEqualTo(3);
            assertThat(settings.parameters()).containsEntry("zone", "east");
            assertThat(settings.implementation()).isEqualTo("fooServer");
            assertThat(context.getBean(FooServer.class).seconds()).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "package=\"\"", "package=\" \""})
    void aBlankPackageIsNotSearchedAndAnnotationsOfBeansCount(String attribute) {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION + "<dubbo:annotation " + attribute + "/>");
        context.registerBean(OnClass.class);
        try (context) {
            context.refresh();
            assertThat(context.getBeanNamesForType(ServiceBean.class)).containsExactly("onClass");
            assertThat(context.getBeanNamesForType(FooServer.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"com..acme", "com.acme/x", "${no.such}"})
    void aWrongPackageIsReported(String packages) {
        assertThat(XmlContext.mistakesIn("<dubbo:annotation package=\"" + packages + "\"/>"))
                .singleElement()
                .asString()
                .startsWith(packages.startsWith("$") ? "CFG-13 " : "CFG-15 ")
                .contains("dubbo:annotation", "attribute package", "test.xml");
    }

    @Test
    void aClassThatIsABeanAlreadyIsServedOnce() {
        XmlContext context = new XmlContext()
                .file(
                        "a.xml",
                        APPLICATION + SECONDS + "<dubbo:annotation package=\"" + PACKAGE
                                + "\"/><bean id=\"mine\" class=\"" + FooServer.class.getName() + "\"/>");
        try (context) {
            context.refresh();
            assertThat(context.getBeanNamesForType(FooServer.class)).containsExactly("mine");
            assertThat(context.getBeansOfType(ServiceBean.class)).hasSize(1);
        }
    }

    @RpcService(id = "onClass", interfaceClass = BarService.class, export = "false")
    static class OnClass extends Services {}

    @Configuration
    @EnableRpc(scanBasePackages = "com.acme.none")
    static class Methods {
        @Bean
        @RpcService(export = "false", group = "made")
        FooService foo() {
            return new Services();
        }

        @Bean
        @RpcService(id = "named", interfaceName = "${bar.type}", export = "false")
        Services several() {
            return new Services();
        }
    }

    @Test
    void beanMethodsOfferWhatTheyMake() {
        XmlContext context = new XmlContext()
                .property("bar.type", BarService.class.getName())
                .file("a.xml", APPLICATION);
        context.registerBean(Methods.class);
        context.registerBean(OnClass.class);
        try (context) {
            context.refresh();
            assertThat(context.getBeanNamesForType(ServiceBean.class))
                    .containsExactlyInAnyOrder(FooService.class.getName(), "named", "onClass");
            assertThat(settings(context, FooService.class.getName()).service().group())
                    .isEqualTo("made");
            assertThat(settings(context, "named").serviceInterface()).isEqualTo(BarService.class);
            assertThat(settings(context, "named").implementation()).isEqualTo("several");
        }
    }

    @RpcService
    static class TwoInterfaces extends Services {}

    @RpcService
    static class NoInterface {}

    @RpcService(interfaceClass = Runnable.class, timeout = "abc")
    static class WrongInterface extends Services {}

    @RpcService(interfaceClass = FooService.class, interfaceName = "com.acme.Other", export = "false")
    static class TwoNames extends Services {}

    @Test
    void everyMistakeNamesTheClass() {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION + "<dubbo:annotation/>");
        for (Class<?> type :
                new Class<?>[] {TwoInterfaces.class, NoInterface.class, WrongInterface.class, TwoNames.class}) {
            context.registerBean(type);
        }

        assertThat(context.mistakes())
                .hasSize(5)
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-06 @RpcService: ")
                        .contains(FooService.class.getName(), BarService.class.getName())
                        .endsWith("At " + TwoInterfaces.class.getName() + "."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-06 @RpcService: ")
                        .contains("implements none")
                        .endsWith("At " + NoInterface.class.getName() + "."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-08 @RpcService ")
                        .endsWith("At " + WrongInterface.class.getName() + "."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-02 @RpcService ")
                        .contains("attribute timeout")
                        .endsWith("At " + WrongInterface.class.getName() + "."))
                .anySatisfy(mistake -> assertThat(mistake)
                        .startsWith("CFG-11 @RpcService ")
                        .endsWith("At " + TwoNames.class.getName() + "."));
    }

    @Test
    void aPrototypeIsReported() {
        XmlContext context = new XmlContext().file("a.xml", APPLICATION + "<dubbo:annotation/>");
        context.registerBean(OnClass.class, definition -> definition.setScope("prototype"));

        assertThat(context.mistakes())
                .singleElement()
                .asString()
                .startsWith("CFG-07 ")
                .contains("no singleton");
    }

    /** A server that calls another one. */
    @RpcService(interfaceClass = BarService.class, registry = "N/A")
    static class Chained implements BarService {
        @RpcReference(url = "${foo.url}", group = "blue", version = "2.0")
        private FooService foo;

        @Override
        public String findBar(String key) {
            return "bar and " + foo.findFoo(key);
        }
    }

    @Test
    void annotatedBeansCallEachOther() {
        XmlContext first = new XmlContext()
                .property("scanned.export", "true")
                .file("a.xml", APPLICATION + PORT + SECONDS + "<dubbo:annotation package=\"" + PACKAGE + "\"/>");
        try (first) {
            first.refresh();
            XmlContext second = new XmlContext()
                    .property("foo.url", url(first))
                    .file("b.xml", APPLICATION + PORT + "<dubbo:annotation/>");
            second.registerBean(Chained.class);
            try (second) {
                second.refresh();
                XmlContext consumer = XmlContext.of("<dubbo:reference id=\"bar\" interface=\""
                        + BarService.class.getName() + "\" url=\"" + url(second) + "\"/>");
                try (consumer) {
                    assertThat(consumer.getBean(BarService.class).findBar("x")).isEqualTo("bar and only foo x");
                }
            }
        }
    }

    private static String url(XmlContext provider) {
        return "dubbo://127.0.0.1:"
                + provider.getBean(ServiceBean.class)
                        .service()
                        .addresses()
                        .get(0)
                        .getPort();
    }

    private static ServiceSettings settings(XmlContext context, String id) {
        return context.getBean(id, ServiceBean.class).service().settings();
    }
}
