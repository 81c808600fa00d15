// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.config.ConfigElement;
import io.tern.rpc.core.config.ElementKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What references and services without their interface's class come to. */
class GenericSettingsTest {
    private static final String ABSENT = "com.acme.NotHereService";
    private static final String URL = "dubbo://10.0.0.1:20880";

    private final SettingsBench bench = new SettingsBench();

    private static final class Anything implements GenericService {
        @Override
        public Object $invoke(String method, String[] parameterTypes, Object[] arguments) {
            return method;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "raw.return"})
    void theInterfaceOfAGenericReferenceNeedNotBeHereAndItsMethodsAreTakenByTheirNames(String form) {
        ReferenceSettings settings = bench.refer(reference -> reference
                .set("interface", ABSENT)
                .set("url", URL + "?moreFoo.timeout=70&timeout=90&generic=false")
                .set("generic", form)
                .set("version", "1.0")
                .method("findFoo", method -> method.set("timeout", 50).set("async", true)));
        assertThat(settings.serviceInterface()).isEqualTo(GenericService.class);
        assertThat(settings.service()).hasToString(ABSENT + ":1.0");
        assertThat(settings.style().generic()).isEqualTo(form);
        assertThat(settings.style().isGeneric()).isTrue();
        assertThat(settings.endpoints().get(0).path()).isEqualTo(ABSENT);
        assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(50);
        assertThat(settings.method("findFoo").async()).isTrue();
        assertThat(settings.method("moreFoo").timeoutMillis()).isEqualTo(70);
        assertThat(settings.method("another").timeoutMillis()).isEqualTo(90);
    }

    @Test
    void theConsumerElementMakesItsReferencesGeneric() {
        ReferenceSettings settings = bench.refer(
                reference -> reference.set("interface", ABSENT).set("url", URL),
                ConfigElement.of(ElementKind.CONSUMER).set("generic", "true"));
        assertThat(settings.style().generic()).isEqualTo("true");
    }

    @Test
    void aProviderThatIsAGenericServiceMakesNoReferenceGeneric() {
        ReferenceSettings settings = bench.refer(reference -> reference.set("url", URL + "?generic=true"));
        assertThat(settings.style().isGeneric()).isFalse();
        assertThat(settings.serviceInterface()).isEqualTo(SettingsBench.FooService.class);
        assertThat(settings.endpoints().get(0).parameters()).containsEntry("generic", "true");
    }

    @Test
    void theMistakesOfAGenericReferenceAreNamed() {
        assertThat(bench.mistakes(SettingsBench.reference()
                        .set("url", URL)
                        .set("interface", GenericService.class)
                        .set("generic", "true")))
                .singleElement()
                .asString()
                .contains("CFG-11", "interface", "write the name of the service's own interface");
        assertThat(new SettingsBench()
                        .mistakes(SettingsBench.reference()
                                .set("url", URL)
                                .set("interface", ABSENT)
                                .set("generic", "true")
                                .method("findFoo", method -> method.set("timeout", "soon"))))
                .singleElement()
                .asString()
                .contains("CFG-02", "timeout");
    }

    @Test
    void aServiceWhoseImplementationIsGenericIsOne() {
        ServiceSettings settings = bench.serve(service -> service.set("interface", ABSENT)
                .set("ref", new Anything())
                .method("findFoo", method -> method.set("timeout", 50)));
        assertThat(settings.style().generic()).isEqualTo("true");
        assertThat(settings.serviceInterface()).isEqualTo(GenericService.class);
        assertThat(settings.service()).hasToString(ABSENT);
        assertThat(settings.path()).isEqualTo(ABSENT);
        assertThat(settings.method("findFoo").timeoutMillis()).isEqualTo(50);
    }

    @Test
    void aGenericServiceIsPublishedAsSuch() {
        ServiceSettings settings = bench.serve(
                service -> service.set("interface", ABSENT)
                        .set("ref", new Anything())
                        .set("generic", "true"),
                SettingsBench.registry(SettingsBench.ZOOKEEPER));
        assertThat(settings.published()).containsEntry("generic", "true");
        ReferenceSettings reference = new SettingsBench()
                .refer(
                        each -> each.set("interface", ABSENT).set("generic", "true"),
                        SettingsBench.registry(SettingsBench.ZOOKEEPER));
        assertThat(reference.published()).containsEntry("generic", "true");
    }

    @Test
    void aServiceThatIsNotGenericMustSayWhatItServes() {
        assertThat(bench.mistakes(
                        SettingsBench.service().set("interface", ABSENT).set("generic", "true")))
                .singleElement()
                .asString()
                .contains("CFG-08", "does not implement " + GenericService.class.getName());
        assertThat(new SettingsBench()
                        .mistakes(SettingsBench.service()
                                .set("ref", new Anything())
                                .set("generic", "false")))
                .singleElement()
                .asString()
                .contains("CFG-08", "does not implement");
    }

    @Test
    void genericCallsAreAllowedByTheNearestElement() {
        ConfigElement provider = ConfigElement.of(ElementKind.PROVIDER).parameter("tern.generic", "true");
        assertThat(bench.serve(service -> {}, provider).parameters()).containsEntry("tern.generic", "true");
        assertThat(new SettingsBench()
                        .serve(service -> service.parameter("tern.generic", "false"), provider)
                        .parameters())
                .containsEntry("tern.generic", "false");
        SettingsBench all = new SettingsBench();
        all.application().parameter("tern.generic", "true");
        ServiceSettings settings = all.serve(service -> {}, SettingsBench.registry(SettingsBench.ZOOKEEPER));
        assertThat(settings.parameters()).containsEntry("tern.generic", "true");
        assertThat(settings.published()).doesNotContainKey("tern.generic");
        assertThat(new SettingsBench().serve(service -> {}).parameters()).isEqualTo(Map.of());
    }

    @Test
    void onlyTheOwnApplicationOfAServiceAllowsItsGenericCalls() {
        ConfigElement open = ConfigElement.of(ElementKind.APPLICATION)
                .set("id", "open")
                .set("name", "shop")
                .parameter("tern.generic", "true");
        assertThat(bench.serve(service -> {}, open.set("default", "false")).parameters())
                .doesNotContainKey("tern.generic");
        assertThat(bench.serve(service -> service.set("id", "second").set("application", "open"))
                        .parameters())
                .containsEntry("tern.generic", "true");
    }

    @Test
    void aWordThatIsNeitherTrueNorFalseIsAMistake() {
        List<String> mistakes = bench.mistakes(SettingsBench.service().parameter("tern.generic", "yes"));
        assertThat(mistakes)
                .singleElement()
                .asString()
                .contains("CFG-04", "dubbo:service", "fooExport", "tern.generic", "true or false");
    }

    @Test
    void aWrongWordOfAProviderOrAnApplicationIsToldOnceAndAsTheirs() {
        bench.application().parameter("tern.generic", "maybe");
        assertThat(bench.mistakes(
                        SettingsBench.service(),
                        SettingsBench.service().set("id", "second").set("path", "second"),
                        ConfigElement.of(ElementKind.PROVIDER).set("id", "all").parameter("tern.generic", "yes")))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains("CFG-04", "dubbo:application", "\"maybe\""),
                        text -> assertThat(text).contains("CFG-04", "dubbo:provider", "all", "\"yes\""));
        assertThat(new SettingsBench()
                        .property("dubbo.provider.parameters.tern.generic", "on")
                        .mistakes(SettingsBench.service()))
                .singleElement()
                .asString()
                .startsWith("CFG-04 system property: key dubbo.provider.parameters.tern.generic = \"on\"");
    }
}
