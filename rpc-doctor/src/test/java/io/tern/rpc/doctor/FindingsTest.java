// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeCheck;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigProblem;
import io.tern.rpc.core.config.ElementKind;
import io.tern.rpc.core.config.IdleKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the command says about attributes, parameters and keys. */
class FindingsTest {
    private static final String CONSUMER = "<dubbo:application name=\"shop\"/><dubbo:registry address=\"N/A\"/>";
    private static final List<String> TEXTS = List.of(
            "abc",
            "-5",
            "0",
            "7",
            "99999999999",
            "true",
            "maybe",
            "false",
            "N/A",
            " ",
            "a b",
            "a\u0001b",
            "com..Foo",
            "a.b",
            "zookeeper",
            "kryo",
            "netty4",
            "UTF-8",
            "dubbo://h:1",
            "h:1,h:2",
            "nativejava",
            "lru",
            "default");

    @TempDir
    private Path directory;

    private Finding of(String elements, String subject) {
        List<Finding> found = Run.findings(Run.file(directory, "app.xml", elements));
        return found.stream()
                .filter(finding -> finding.subject().startsWith(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError(found));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=\"5\"            | timeout       | SAME          | ''",
                "timeout=\"0\"            | timeout       | SAME          | counts as not written",
                "group=\" \"              | group         | SAME          | counts as not written",
                "stub=\"false\"           | stub          | SAME          | ''",
                "timeout=\"700000\"       | timeout       | SAME          | ten minutes",
                "timeout=\"5s\"           | timeout       | MISTAKE       | CFG-02: attribute timeout = \"5s\" is not",
                "cluster=\"failovr\"      | cluster       | MISTAKE       | did you mean \"failover\"?",
                "timout=\"5\"             | timout        | MISTAKE       | CFG-01: attribute timout is not known; did you mean timeout?",
                "layer=\"web\"            | layer         | IGNORED       | it is information for consoles only",
                "router=\"tag\"           | router        | SAME          | ''",
                "listener=\"mine\"        | listener      | NOT_SUPPORTED | implement io.tern.rpc.spi.ReferenceListener",
                "listener=\"-mine\"       | listener      | SAME          | ''",
                "cache=\"lru\"            | cache         | BETTER        | an object of its own",
                "cache=\"false\"          | cache         | SAME          | ''",
                "scope=\"local\"          | scope         | BETTER        | are copied",
                "serialization=\"kryo\"   | serialization | NOT_SUPPORTED | Tern writes and reads hessian2",
                "generic=\"nativejava\"   | generic       | NOT_SUPPORTED | unsafe",
                "filter=\"mine\"          | filter        | NOT_SUPPORTED | implement io.tern.rpc.spi.Filter",
                "filter=\"-mine,default\" | filter        | SAME          | ''",
                "proxy=\"jdk\"            | proxy         | BETTER        | Dubbo 2.6",
                "timeout=\"${t}\"         | timeout       | PLACEHOLDER   | legal is a whole number of milliseconds",
                "timeout=\"#{t.x}\"       | timeout       | PLACEHOLDER   | legal is",
                "timeout=\"${t:8}\"       | timeout       | SAME          | = \"8\" by the default of the placeholder",
                "timeout=\"${t:8s}\"      | timeout       | MISTAKE       | by the default of the placeholder; CFG-02",
                "layer=\"${t}\"           | layer         | IGNORED       | consoles",
            })
    void anAttributeOfAReference(String attribute, String name, Verdict verdict, String note) {
        Finding finding = of(
                CONSUMER + "\n<dubbo:reference id=\"foo\" interface=\"com.acme.Foo\" url=\"h:1\"\n " + attribute + "/>",
                name);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.place()).hasToString(directory.resolve("app.xml") + ":8");
        assertThat(finding.note()).contains(note);
        assertThat(finding.note().isEmpty()).isEqualTo(note.isEmpty());
    }

    static Stream<AttributeSpec> everyAttribute() {
        return Arrays.stream(ElementKind.values())
                .flatMap(kind -> AttributeCatalog.standard().attributesOf(kind).stream());
    }

    /** One source: what the check of a start finds wrong or refuses, and nothing else, needs work. */
    @ParameterizedTest
    @MethodSource("everyAttribute")
    void needsWorkWhereAStartFails(AttributeSpec spec) {
        // Names of filters are judged by what is there; here everything is.
        Set<String> beans = TEXTS.stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toSet());
        AttributeJudge judge =
                new AttributeJudge(Differences.standard(), extensions(), beans, new EnumMap<>(TernModule.class));
        for (String text : TEXTS) {
            Origin origin = new Origin(spec.element().qualifiedName(), "x", spec.name(), null);
            AttributeCheck check = AttributeCheck.of(spec, text, origin);
            for (boolean used : new boolean[] {true, false}) {
                Finding finding = judge.judge(new AttributeJudge.Written(
                        spec, "x", new Placeholders.Resolved(text, false, null), new Place("x", 1), origin, used));
                boolean fails = check.isError() || used && check.whenUsed() != null;
                assertThat(finding.verdict().needsWork())
                        .as("%s.%s=%s, used %s: %s", spec.element(), spec.name(), text, used, finding)
                        .isEqualTo(fails);
                if (check.isError()) {
                    String code = check.problems().stream()
                            .filter(ConfigProblem::isError)
                            .findFirst()
                            .orElseThrow()
                            .code()
                            .text();
                    assertThat(finding.verdict() == Verdict.NOT_SUPPORTED).isEqualTo(code.equals("CFG-16"));
                }
            }
        }
    }

    private static ExtensionFiles extensions() {
        try {
            return ExtensionFiles.beside(List.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aParameterWithTheNameOfAnAttributeIsJudgedLikeIt() {
        String reference = "<dubbo:reference id=\"foo\" interface=\"com.acme.Foo\" url=\"h:1\">%s</dubbo:reference>";
        String parameter = "<dubbo:parameter key=\"%s\" value=\"%s\"/>";
        assertThat(of(CONSUMER + reference.formatted(parameter.formatted("timeout", "x")), "parameter \"timeout")
                        .verdict())
                .isEqualTo(Verdict.MISTAKE);
        assertThat(of(CONSUMER + reference.formatted(parameter.formatted("my.key", "x")), "parameter \"my.key")
                        .verdict())
                .isEqualTo(Verdict.SAME);
        assertThat(of(CONSUMER + reference.formatted(parameter.formatted("", "x")), "parameter")
                        .verdict())
                .isEqualTo(Verdict.IGNORED);
    }

    @Test
    void keysOfPropertiesFilesAreJudgedLikeTheAttributesTheyStandFor() {
        Path file = Run.write(directory, "dubbo.properties", """
                # settings
                dubbo.application.name=shop
                dubbo.application.qos.enable = false
                dubbo.registry.address=zookeeper://h:2181
                dubbo.reference.com.acme.Foo.timeout=5s
                dubbo.reference.com.acme.Foo.timout=5
                dubbo.protocol.\\
                    rmi.port=1099
                dubbo.nonsense.x=1
                dubbo.service.shutdown.wait=5
                other=1
                """);
        assertThat(Run.findings(file))
                .extracting(finding ->
                        finding.place().line() + " " + finding.verdict().word())
                .containsExactly(
                        "2 same", "3 same", "4 same", "5 mistake", "6 ignored", "7 same", "9 ignored", "10 ignored");
        assertThat(Run.findings(file).get(4).note()).contains("did you mean dubbo.reference.com.acme.Foo.timeout?");
        assertThat(Run.findings(file).get(3).note())
                .startsWith("CFG-02: key dubbo.reference.com.acme.Foo.timeout = \"5s\"");
    }

    @Test
    void keysOfMethodsOfParametersAndInThePluralAreUnderstood() {
        Path file = Run.write(directory, "dubbo.properties", """
                dubbo.registries.near.address=nacos://h:8848
                dubbo.registry.far.address=consul://h:8500
                dubbo.registry.plain.address=h:2181
                dubbo.registry.plain.protocol=zookeeper
                dubbo.reference.com.acme.Foo.findFoo.onreturn=notice.found
                dubbo.service.orders.save.executes=many
                dubbo.service.parameters.env=blue
                dubbo.service.parameters.tps=20
                dubbo.service.parameters.timeout=soon
                dubbo.method.timeout=5
                dubbo.resolve.file=x
                dubbo.scan.base-packages=com.acme
                DUBBO_APPLICATION_NAME=shop
                dubbo.provider.validation=true
                dubbo.tracing.enabled=true
                """);
        Report report = Run.report(file);
        assertThat(Run.findings(file))
                .extracting(finding ->
                        finding.place().line() + " " + finding.verdict().word() + ": " + finding.note())
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("1 same: needs the module io.tern:rpc-registry-nacos"),
                        text -> assertThat(text).startsWith("2 not supported: there is no registry of the kind consul"),
                        text -> assertThat(text).isEqualTo("3 same: needs the module io.tern:rpc-registry-zookeeper"),
                        text -> assertThat(text).isEqualTo("4 same: "),
                        text -> assertThat(text).startsWith("5 better: belongs to this reference alone"),
                        text -> assertThat(text).startsWith("6 mistake: CFG-02"),
                        text -> assertThat(text).isEqualTo("7 same: carried along for filters and peers"),
                        text -> assertThat(text).startsWith("8 same: each method counts for itself"),
                        text -> assertThat(text).startsWith("9 mistake: CFG-02"),
                        text -> assertThat(text).startsWith("10 ignored: the key is not known"),
                        text -> assertThat(text).startsWith("11 ignored: counts as a system property only"),
                        text -> assertThat(text).startsWith("12 ignored: name the packages in <dubbo:annotation"),
                        text -> assertThat(text).startsWith("14 better: by jakarta.validation only"),
                        text -> assertThat(text).isEqualTo("15 same: "));
        assertThat(report.modules())
                .containsKeys(TernModule.NACOS, TernModule.ZOOKEEPER, TernModule.VALIDATION, TernModule.TRACING);
    }

    @Test
    void encryptedConnectionsNeedAModule() {
        Path plain = Run.write(directory, "dubbo.properties", "dubbo.protocol.ssl-enabled=false\n");
        assertThat(Run.report(plain).modules()).doesNotContainKey(TernModule.REMOTING_TLS);
        Path encrypted = Run.write(directory, "dubbo.properties", "dubbo.protocol.ssl-enabled=true\n");
        assertThat(Run.report(encrypted).modules()).containsKey(TernModule.REMOTING_TLS);
        Path certified =
                Run.write(directory, "dubbo.properties", "dubbo.ssl.client-trust-cert-collection-path=ca.pem\n");
        assertThat(Run.report(certified).modules()).containsKey(TernModule.REMOTING_TLS);
    }

    @Test
    void keysWithNothingToDoHaveTheReasonThatAStartGives() {
        Path file = Run.write(directory, "dubbo.properties", """
                dubbo.container=spring
                dubbo.application.logger=log4j
                dubbo.security.serialize.openCheckClass=true
                dubbo.security.serialize.allowedClassList=com.acme.Order
                """);
        assertThat(Run.findings(file))
                .extracting(finding -> finding.verdict().word() + ": " + finding.note())
                .satisfiesExactly(
                        text -> assertThat(text).isEqualTo("ignored: " + IdleKeys.reason("dubbo.container")),
                        text -> assertThat(text).startsWith("ignored: ").contains("slf4j"),
                        text -> assertThat(text).startsWith("ignored: ").contains("tern.serialize.mode"),
                        text -> assertThat(text).isEqualTo("same: admits classes as tern.serialize.allow does"));
    }

    @Test
    void aKeyInThePluralFormMakesAnElement() {
        Path file = Run.file(
                directory,
                "app.xml",
                "<dubbo:application name=\"shop\"/>"
                        + "<dubbo:reference id=\"foo\" interface=\"com.acme.Foo\" registry=\"near\"/>");
        Path singular = Run.write(directory, "one.properties", "dubbo.registry.near.address=N/A\n");
        Path plural = Run.write(directory, "more.properties", "dubbo.registries.near.address=N/A\n");
        assertThat(Run.report(file, singular).count(Verdict.MISTAKE)).isEqualTo(1);
        assertThat(Run.report(file, plural).count(Verdict.MISTAKE)).isZero();
    }

    @Test
    void aKeyMayStandForARequiredAttribute() {
        Path file = Run.file(directory, "app.xml", "<dubbo:application/><dubbo:registry id=\"r\"/>");
        assertThat(Run.report(file).count(Verdict.MISTAKE)).isEqualTo(2);
        Path keys =
                Run.write(directory, "dubbo.properties", "dubbo.application.name=shop\ndubbo.registry.r.address=N/A\n");
        assertThat(Run.report(file, keys).count(Verdict.MISTAKE)).isZero();
    }

    @Test
    void aPropertiesFileGivesPlaceholdersTheirValues() {
        Path values = Run.write(directory, "values.properties", "t=${seconds}00\nseconds=3\nloop=${loop}\n");
        Path file = Run.file(
                directory,
                "app.xml",
                CONSUMER
                        + "<dubbo:consumer timeout=\"${t}\" retries=\"${loop}\" check=\"${c:${d:false}}\" actives=\"${no}\"/>");
        List<Finding> found = Run.findings(file, values);
        assertThat(found)
                .filteredOn(finding -> finding.subject().startsWith("timeout"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.BETTER);
                    assertThat(finding.subject()).isEqualTo("timeout = \"${t}\"");
                    assertThat(finding.note()).startsWith("= \"300\" by " + values);
                });
        assertThat(found)
                .filteredOn(finding -> finding.verdict() == Verdict.PLACEHOLDER)
                .extracting(Finding::subject)
                .containsExactly("retries = \"${loop}\"", "actives = \"${no}\"");
        assertThat(found)
                .filteredOn(finding -> finding.subject().startsWith("check"))
                .singleElement()
                .matches(finding -> finding.note().startsWith("= \"false\" by the default"));
    }

    @Test
    void aProtocolThatTernDoesNotSpeakIsIgnoredUntilAServiceUsesIt() {
        String protocols = CONSUMER
                + "<dubbo:protocol id=\"d\" name=\"dubbo\"/><dubbo:protocol id=\"r\" name=\"rmi\" default=\"%s\"/>";
        String service = "<bean id=\"b\" class=\"B\"/><dubbo:service interface=\"com.acme.Foo\" ref=\"b\" %s/>";
        String name = "name = \"rmi\"";
        assertThat(of(protocols.formatted("false") + service.formatted(""), name)
                        .verdict())
                .isEqualTo(Verdict.IGNORED);
        assertThat(of(protocols.formatted("true") + service.formatted(""), name).verdict())
                .isEqualTo(Verdict.NOT_SUPPORTED);
        assertThat(of(protocols.formatted("false") + service.formatted("protocol=\"d, r\""), name)
                        .verdict())
                .isEqualTo(Verdict.NOT_SUPPORTED);
        assertThat(of(protocols.formatted("true") + service.formatted("protocol=\"d\""), name)
                        .verdict())
                .isEqualTo(Verdict.IGNORED);
        assertThat(of(protocols.formatted("false") + service.formatted("protocol=\"${p}\""), name)
                        .verdict())
                .isEqualTo(Verdict.NOT_SUPPORTED);
    }
}
