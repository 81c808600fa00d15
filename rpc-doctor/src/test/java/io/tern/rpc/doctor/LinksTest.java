// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several elements and several files mean together. */
class LinksTest {
    private static final String APPLICATION = "<dubbo:application name=\"shop\"/>";
    private static final String REFERENCE = "<dubbo:reference id=\"foo\" interface=\"com.acme.Foo\" %s/>";

    @TempDir
    private Path directory;

    private List<String> mistakes(String elements) {
        return mistakes(Run.file(directory, "app.xml", elements));
    }

    private static List<String> mistakes(Path... files) {
        return Run.findings(files).stream()
                .filter(finding -> finding.verdict() == Verdict.MISTAKE)
                .map(finding -> finding.place().line() + " " + finding.note())
                .toList();
    }

    @Test
    void whatIsMissingIsAMistake() {
        assertThat(mistakes(REFERENCE.formatted("url=\"h:1\"")))
                .singleElement()
                .asString()
                .startsWith("6 CFG-06: attribute name is required");
        assertThat(mistakes(
                        APPLICATION + "\n<dubbo:reference id=\"x\" url=\"h:1\"/>\n<dubbo:service interface=\"a.B\"/>"
                                + "<dubbo:reference id=\"y\" interface=\" \" url=\"h:1\"/>"))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).startsWith("7 CFG-06: attribute interface"),
                        text -> assertThat(text).startsWith("8 CFG-06: attribute ref"),
                        text -> assertThat(text).startsWith("8 CFG-06: attribute interface"));
    }

    @Test
    void idsThatNobodyHasAreMistakesUnlessAFileWasNotFound() {
        String elements = APPLICATION + "<dubbo:registry id=\"a\" address=\"N/A\"/>"
                + REFERENCE.formatted("registry=\"a, b, N/A\" url=\"h:1\" consumer=\"${c}\"");
        assertThat(mistakes(elements))
                .singleElement()
                .asString()
                .contains("CFG-07: attribute registry = \"a, b, N/A\", item \"b\", is not the id of a dubbo:registry")
                .contains("known ids: a");
        Path incomplete = Run.file(directory, "more.xml", "<import resource=\"none.xml\"/>" + elements);
        assertThat(mistakes(incomplete)).isEmpty();
        assertThat(Run.findings(incomplete))
                .filteredOn(finding -> finding.subject().startsWith("import"))
                .singleElement()
                .matches(finding -> finding.verdict() == Verdict.PLACEHOLDER
                        && finding.note().contains("not found"));
    }

    @Test
    void oneIdTwiceIsAMistakeUnlessTheProfilesDiffer() {
        String registry = "<dubbo:registry id=\"r\" address=\"N/A\"/>";
        assertThat(mistakes(APPLICATION + registry + "\n" + registry))
                .singleElement()
                .asString()
                .startsWith("7 CFG-12: attribute id = \"r\" is used already, by dubbo:registry id \"r\" in ")
                .endsWith("app.xml:6");
        String inProfile = "<beans profile=\"%s\">" + registry + "</beans>";
        assertThat(mistakes(APPLICATION + inProfile.formatted("a") + inProfile.formatted("b")))
                .isEmpty();
        assertThat(mistakes(APPLICATION + inProfile.formatted("a") + inProfile.formatted("a")))
                .hasSize(1);
        assertThat(mistakes(APPLICATION + registry + inProfile.formatted("a"))).hasSize(1);
        assertThat(mistakes(APPLICATION
                        + "<dubbo:consumer/><dubbo:consumer id=\"x\"/><dubbo:consumer id=\"y\" default=\"false\"/>"))
                .singleElement()
                .asString()
                .contains("CFG-12: it is the default one of its kind");
    }

    @Test
    void aReferenceThatHasNowhereToCallIsAMistake() {
        assertThat(mistakes(APPLICATION + REFERENCE.formatted("")))
                .singleElement()
                .asString()
                .contains("CFG-17: there is nowhere to send calls");
        String served = "<bean id=\"b\" class=\"B\"/><dubbo:service interface=\"com.acme.Foo\" ref=\"b\" %s/>";
        assertThat(mistakes(APPLICATION + served.formatted("") + REFERENCE.formatted("")))
                .isEmpty();
        assertThat(mistakes(APPLICATION + served.formatted("") + REFERENCE.formatted("scope=\"remote\"")))
                .hasSize(1);
        assertThat(mistakes(APPLICATION + served.formatted("") + REFERENCE.formatted("injvm=\"false\"")))
                .hasSize(1);
        assertThat(mistakes(APPLICATION + served.formatted("scope=\"remote\"") + REFERENCE.formatted("")))
                .hasSize(1);
        assertThat(mistakes(APPLICATION + REFERENCE.formatted("url=\"${u}\""))).isEmpty();
        assertThat(mistakes(APPLICATION + "<dubbo:registry address=\"zookeeper://h\"/>" + REFERENCE.formatted("")))
                .isEmpty();
    }

    @Test
    void importedFilesAreReadWhereTheyAreFoundAndOnce() {
        Path root = directory.resolve("src/main/resources");
        Path app = Run.file(root, "spring/app.xml", """
                <import resource="near.xml"/>
                <import resource="classpath:spring/parts/*.xml"/>
                <import resource="classpath*:/deep/far.xml"/>
                <import resource="http://127.0.0.1:1/web.xml"/>
                <context:property-placeholder location="classpath:values.properties"/>
                <dubbo:registry address="${address}"/>
                """ + REFERENCE.formatted("protocol=\"dubbo\""));
        Run.file(root, "spring/near.xml", APPLICATION + "<import resource=\"app.xml\"/>");
        Run.file(root, "spring/parts/a.xml", "<dubbo:consumer id=\"c\" default=\"false\"/>");
        Run.file(root, "spring/parts/b.xml", "<dubbo:module name=\"m\"/>");
        Run.file(root, "deep/far.xml", "<dubbo:monitor/>");
        Run.write(root, "values.properties", "address=nacos://h:8848\n");
        Report report = Run.report(app);
        assertThat(report.files()).isEqualTo(6);
        assertThat(report.elements()).isEqualTo(6);
        assertThat(report.modules()).containsKey(TernModule.NACOS);
        assertThat(report.count(Verdict.PLACEHOLDER)).as("the file of the web").isEqualTo(1);
        assertThat(report.needsWork()).isFalse();
    }

    @Test
    void registriesTellWhichModulesThePomNeeds() {
        String use = APPLICATION + "<dubbo:registry address=\"%s\" %s/>" + REFERENCE.formatted("");
        assertThat(modules(use.formatted("zookeeper://${host}:2181", "")))
                .contains(TernModule.ZOOKEEPER, TernModule.GOVERNANCE_YAML);
        assertThat(modules(use.formatted("h:2181", "protocol=\"zookeeper\" use-as-config-center=\"false\"")))
                .containsExactly(TernModule.CONFIG_SPRING, TernModule.ZOOKEEPER);
        assertThat(modules(use.formatted("dns://name:1", "")))
                .containsExactly(TernModule.CONFIG_SPRING, TernModule.DNS);
        assertThat(modules(use.formatted("multicast://224.5.6.7:1234", ""))).containsExactly(TernModule.CONFIG_SPRING);
        assertThat(modules(use.formatted("N/A", ""))).containsExactly(TernModule.CONFIG_SPRING);
        assertThat(modules(use.formatted("${address}", ""))).containsExactly(TernModule.CONFIG_SPRING);
        assertThat(modules(APPLICATION + "<dubbo:config-center address=\"zookeeper://h\"/>"))
                .contains(TernModule.ZOOKEEPER, TernModule.GOVERNANCE_YAML);
    }

    private List<TernModule> modules(String elements) {
        return List.copyOf(
                Run.report(Run.file(directory, "app.xml", elements)).modules().keySet());
    }

    @Test
    void aRegistryOfAnotherKindIsNotSupportedWhereItIsUsed() {
        String use = APPLICATION + "<dubbo:registry id=\"r\" address=\"%s\" default=\"%s\"/>"
                + "<dubbo:registry id=\"n\" address=\"N/A\"/>" + REFERENCE.formatted("url=\"%s\"");
        assertThat(address(use.formatted("consul://h", "true", "").replace("url=\"\"", ""))
                        .verdict())
                .isEqualTo(Verdict.NOT_SUPPORTED);
        assertThat(address(use.formatted("h:1", "true", "").replace("url=\"\"", ""))
                        .note())
                .contains("kind dubbo");
        assertThat(address(use.formatted("consul://h", "false", "").replace("url=\"\"", ""))
                        .verdict())
                .isEqualTo(Verdict.IGNORED);
        assertThat(address(use.formatted("consul://h", "false", "").replace("url=\"\"", "registry=\"r\""))
                        .verdict())
                .isEqualTo(Verdict.NOT_SUPPORTED);
        assertThat(address(use.formatted("consul://h", "true", "h:1")).verdict())
                .isEqualTo(Verdict.IGNORED);
        String center = APPLICATION + "<dubbo:config-center address=\"apollo://h\" check=\"%s\"/>";
        assertThat(address(center.formatted("true")).verdict()).isEqualTo(Verdict.NOT_SUPPORTED);
        assertThat(address(center.formatted("false")).verdict()).isEqualTo(Verdict.IGNORED);
    }

    private Finding address(String elements) {
        return Run.findings(Run.file(directory, "app.xml", elements)).stream()
                .filter(finding -> finding.subject().startsWith("address"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void extensionsOfDubboBesideTheFilesAreToBePorted() {
        Run.write(directory, "META-INF/dubbo/com.alibaba.dubbo.rpc.Filter", "# ours\nauth = com.acme.AuthFilter\n");
        Run.write(
                directory, "META-INF/dubbo/internal/org.apache.dubbo.rpc.cluster.LoadBalance", "near=com.acme.Near\n");
        Run.write(directory, "META-INF/services/org.apache.dubbo.remoting.Codec2", "com.acme.Codec\n");
        Run.write(directory, "META-INF/services/com.acme.Other", "com.acme.Mine\n");
        Run.write(directory, "META-INF/dubbo/org.apache.dubbo.rpc.cluster.RouterFactory", "room=com.acme.Room\n");
        Path file = Run.file(
                directory,
                "spring/app.xml",
                APPLICATION
                        + REFERENCE.formatted(
                                "url=\"h:1\" filter=\"auth,ported\" loadbalance=\"near\" cluster=\"mine\" router=\"tag,room\"")
                        + "<bean id=\"ported\" class=\"com.acme.Ported\"/>");
        List<Finding> found = Run.findings(file);
        assertThat(found)
                .filteredOn(finding -> finding.place().file().contains("META-INF"))
                .extracting(finding -> finding.place().line() + " " + finding.subject() + ": " + finding.note())
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text)
                                .startsWith("2 auth = com.acme.AuthFilter: implement io.tern.rpc.spi.Filter"),
                        text -> assertThat(text)
                                .startsWith("1 near = com.acme.Near: implement io.tern.rpc.spi.LoadBalancer"),
                        text -> assertThat(text).startsWith("1 room = com.acme.Room: implement io.tern.rpc.spi.Router"),
                        text -> assertThat(text).startsWith("1 com.acme.Codec: Tern has no such extension point"));
        assertThat(found)
                .filteredOn(finding -> finding.subject().startsWith("filter"))
                .singleElement()
                .matches(finding -> finding.verdict() == Verdict.NOT_SUPPORTED)
                .matches(finding -> finding.note().contains("auth is com.acme.AuthFilter in")
                        && !finding.note().contains("ported is"));
        assertThat(found)
                .filteredOn(finding -> finding.subject().startsWith("loadbalance"))
                .singleElement()
                .matches(finding -> finding.verdict() == Verdict.NOT_SUPPORTED
                        && finding.note().contains("LoadBalancer"));
        assertThat(found)
                .filteredOn(finding -> finding.subject().startsWith("router"))
                .singleElement()
                .matches(finding -> finding.verdict() == Verdict.NOT_SUPPORTED
                        && finding.note().startsWith("room is com.acme.Room in"));
        assertThat(found)
                .filteredOn(finding -> finding.subject().startsWith("cluster"))
                .singleElement()
                .matches(finding ->
                        finding.verdict() == Verdict.MISTAKE && finding.note().startsWith("CFG-05"));
    }
}
