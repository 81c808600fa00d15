// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.ReferenceStyle;
import io.tern.rpc.config.Scope;
import io.tern.rpc.config.ServiceStyle;
import io.tern.rpc.config.spring.Sample.BarService;
import io.tern.rpc.config.spring.Sample.BarServiceStub;
import io.tern.rpc.config.spring.Sample.FooService;
import io.tern.rpc.config.spring.Sample.Services;
import io.tern.rpc.config.spring.Sample.Watch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One context that offers services and uses them: scope, stubs, listeners and connection events as files write them. */
class InProcessContextTest {
    private static final String SURROUNDINGS = """
            <dubbo:protocol name="dubbo" host="127.0.0.1" port="0"/>
            <bean id="services" class="%s"/>
            <bean id="watch" class="%s"/>
            """.formatted(Services.class.getName(), Watch.class.getName());

    private static String service(Class<?> type, String attributes) {
        return "<dubbo:service id=\"served\" interface=\"%s\" ref=\"services\" %s/>"
                .formatted(type.getName(), attributes);
    }

    private static String reference(Class<?> type, String attributes) {
        return "<dubbo:reference id=\"called\" interface=\"%s\" %s/>".formatted(type.getName(), attributes);
    }

    private static ReferenceStyle style(XmlContext context) {
        return ReferenceBeanTest.settings(context, "called").style();
    }

    @Test
    void aReferenceNeedsNeitherUrlNorRegistryIfItsServiceIsInTheSameFile() {
        try (XmlContext context =
                XmlContext.of(SURROUNDINGS + reference(FooService.class, "") + service(FooService.class, ""))) {
            assertThat(context.getBean("called", FooService.class).findFoo("a")).isEqualTo("foo a");
            assertThat(context.getBean("served", ServiceBean.class).service().addresses())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scope=\"local\"",
                "scope=\"${no.such.key:local}\"",
                "injvm=\"true\"",
                "injvm=\"${no.such.key:on}\""
            })
    void aReferenceCanBeHeldToThisProcess(String attribute) {
        try (XmlContext context = XmlContext.of(
                SURROUNDINGS + reference(FooService.class, attribute) + service(FooService.class, "scope=\"local\""))) {
            assertThat(style(context).scope()).isEqualTo(Scope.LOCAL);
            assertThat(context.getBean("called", FooService.class).findFoo("a")).isEqualTo("foo a");
            assertThat(context.getBean("served", ServiceBean.class).service().addresses())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "scope=\" \"", "injvm=\" \" scope=\"\""})
    void blankMeansNotWritten(String attributes) {
        try (XmlContext context = XmlContext.of(SURROUNDINGS
                + reference(FooService.class, attributes)
                + service(FooService.class, attributes.replaceAll("injvm=\\S+ \\S+ ", "")))) {
            assertThat(style(context).scope()).isEqualTo(Scope.ANY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stub=\"true\"",
                "stub=\"${no.such.key:true}\"",
                "local=\"io.tern.rpc.config.spring.Sample$BarServiceStub\""
            })
    void theBeanIsTheStubAroundTheProxy(String attribute) {
        try (XmlContext context =
                XmlContext.of(SURROUNDINGS + reference(BarService.class, attribute) + service(BarService.class, ""))) {
            assertThat(context.getBean("called")).isExactlyInstanceOf(BarServiceStub.class);
            assertThat(context.getBean("called", BarService.class).findBar("a")).isEqualTo("stub of bar a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stub=\"\"", "stub=\"null\"", "local=\"${no.such.key:false}\"", "stub=\"0\" local=\" \""})
    void withoutAStubTheBeanIsTheProxy(String attribute) {
        try (XmlContext context =
                XmlContext.of(SURROUNDINGS + reference(BarService.class, attribute) + service(BarService.class, ""))) {
            assertThat(context.getBean("called", BarService.class).findBar("a")).isEqualTo("bar a");
        }
    }

    @Test
    void aStubsClassThatIsMissingIsReportedUnderTheNameThatWasWritten() {
        assertThat(XmlContext.mistakesIn(SURROUNDINGS
                        + reference(FooService.class, "local=\"com.acme.None\"")
                        + service(FooService.class, "")))
                .singleElement()
                .asString()
                .startsWith("CFG-08 dubbo:reference id \"called\": attribute local = \"com.acme.None\" is not a class");
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch", " watch ,-absent,default", "${no.such.key:watch}"})
    void listenersAreBeansByTheirIds(String written) {
        String attribute = "listener=\"" + written + "\"";
        Watch watch;
        try (XmlContext context = XmlContext.of(
                SURROUNDINGS + reference(FooService.class, attribute) + service(FooService.class, attribute))) {
            watch = context.getBean(Watch.class);
            assertThat(watch.heard).containsExactly("exported served", "referred called");
        }
        assertThat(watch.heard).endsWith("unexported served", "ended called").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-watch", "watch,-watch"})
    void whoIsNotNamedHearsNothing(String written) {
        String attribute = "listener=\"" + written + "\"";
        try (XmlContext context = XmlContext.of(
                SURROUNDINGS + reference(FooService.class, attribute) + service(FooService.class, attribute))) {
            assertThat(context.getBean(Watch.class).heard).isEmpty();
        }
    }

    @Test
    void aListenerThatDoesNotExistIsAMistake() {
        assertThat(XmlContext.mistakesIn(SURROUNDINGS
                        + reference(FooService.class, "listener=\"wach\"")
                        + service(FooService.class, "listener=\"a b\"")))
                .satisfiesExactlyInAnyOrder(
                        mistake -> assertThat(mistake)
                                .startsWith("CFG-05 dubbo:reference")
                                .contains("did you mean \"watch\"?"),
                        mistake -> assertThat(mistake).startsWith("CFG-15 dubbo:service"));
    }

    @Test
    void connectionEventsNameMethodsOfTheInterface() {
        String events = "onconnect=\"${no.such.key:up}\" ondisconnect=\" \"";
        try (XmlContext context = XmlContext.of(SURROUNDINGS
                + reference(BarService.class, events + " stub=\"true\"")
                + service(BarService.class, events))) {
            assertThat(List.of(
                            String.valueOf(style(context).onConnect()),
                            String.valueOf(style(context).onDisconnect())))
                    .containsExactly("up", "null");
            ServiceStyle ofService = context.getBean("served", ServiceBean.class)
                    .service()
                    .settings()
                    .style();
            assertThat(ofService.onConnect()).isEqualTo("up");
            assertThat(ofService.onDisconnect()).isNull();
        }
        assertThat(XmlContext.mistakesIn(SURROUNDINGS
                        + reference(BarService.class, "onconnect=\"upp\" stub=\"true\"")
                        + service(BarService.class, "ondisconnect=\"findBar\"")))
                .hasSize(2)
                .allMatch(mistake -> mistake.startsWith("CFG-09"));
    }
}
