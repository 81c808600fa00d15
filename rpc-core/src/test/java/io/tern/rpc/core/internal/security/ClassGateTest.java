// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.acme.shop.OrderService;
import com.acme.shop.dto.Order;
import com.acme.shop.other.Secret;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.spi.Ticker;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ClassGateTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private long nanos;

    @BeforeEach
    void listen() {
        lines.start();
        ((Logger) LoggerFactory.getLogger(ClassGate.class)).addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(ClassGate.class)).detachAppender(lines);
    }

    private ClassGate strict(String... allow) {
        return new ClassGate(GateMode.STRICT, List.of(allow), getClass().getClassLoader(), () -> nanos);
    }

    @Test
    void messagesThatAreRefusedAreCountedAndQuestionsAreNot() {
        AtomicInteger refusals = new AtomicInteger();
        ClassGate gate = new ClassGate(
                GateMode.STRICT, List.of(), getClass().getClassLoader(), Ticker.SYSTEM, refusals::incrementAndGet);
        assertThat(gate.admits("com.acme.Unknown")).isFalse();
        assertThat(refusals).hasValue(0);
        gate.refused("com.acme.Unknown");
        assertThat(refusals).hasValue(1);
    }

    @Test
    void admitsNothingOfTheUserBeforeAnInterfaceIsOpened() {
        ClassGate gate = strict();
        assertThat(gate.admits(Order.class.getName())).isFalse();

        gate.open(OrderService.class);

        assertThat(gate.admits(Order.class.getName())).isTrue();
        assertThat(gate.admits(Order.Unused.class.getName())).isFalse();
    }

    @Test
    void aDeclaredClassOnTheDenyListStaysClosed() {
        ClassGate gate = strict();
        gate.open(OrderService.class); // declares a parameter of type Thread

        assertThat(gate.admits("java.lang.Thread")).isFalse();
        assertThat(gate.cure("java.lang.Thread")).contains("which no setting opens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.sun.rowset.JdbcRowSetImpl",
                "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
                "org.apache.commons.collections.functors.InvokerTransformer",
                "org.apache.commons.collections4.functors.InvokerTransformer",
                "org.apache.commons.beanutils.BeanComparator",
                "com.rometools.rome.feed.impl.ToStringBean",
                "org.springframework.aop.support.DefaultBeanFactoryPointcutAdvisor",
                "org.springframework.beans.factory.ObjectFactory",
                "org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
                "javax.management.BadAttributeValueExpException",
                "javax.management.ImmutableDescriptor",
                "javax.naming.ldap.Rdn$RdnEntry",
                "javax.script.ScriptEngineManager",
                "javax.swing.UIDefaults$ProxyLazyValue",
                "java.beans.EventHandler",
                "java.net.URL",
                "java.rmi.registry.Registry",
                "java.lang.ProcessBuilder",
                "java.lang.ProcessImpl",
                "java.lang.Runtime",
                "java.lang.reflect.Proxy",
                "java.security.SignedObject",
                "java.util.ServiceLoader$LazyIterator",
                "sun.print.UnixPrintService",
                "sun.swing.SwingLazyValue",
                "groovy.util.Expando",
                "org.codehaus.groovy.runtime.ConvertedClosure",
                "bsh.XThis",
                "clojure.core$comp",
                "com.mchange.v2.c3p0.JndiRefForwardingDataSource",
                "com.zaxxer.hikari.HikariConfig",
                "com.alibaba.druid.pool.DruidDataSource",
                "com.caucho.naming.QName",
                "org.apache.xbean.naming.context.ContextUtil$ReadOnlyBinding",
                "org.apache.tomcat.dbcp.dbcp2.BasicDataSource",
                "org.h2.jdbcx.JdbcDataSource",
                "com.mysql.cj.jdbc.MysqlDataSource",
                "ch.qos.logback.core.db.DriverManagerConnectionSource",
                "org.hibernate.jmx.StatisticsService",
                "org.aspectj.weaver.tools.cache.SimpleCache",
                "com.fasterxml.jackson.databind.node.POJONode",
                "org.mozilla.javascript.NativeJavaObject",
                "org.yaml.snakeyaml.Yaml",
                "io.tern.rpc.RpcContext",
                "io.tern.rpc.core.internal.security.ClassGate",
            })
    void knownAttackClassesAreRefusedWhateverTheUserAllows(String name) {
        String itsPackage = name.substring(0, name.lastIndexOf('.'));
        List<String> allow = itsPackage.indexOf('.') < 0 || itsPackage.startsWith("java")
                ? List.of(name)
                : List.of(name, itsPackage + ".*");
        ClassGate gate = new ClassGate(GateMode.LEARN, allow, getClass().getClassLoader(), () -> nanos);

        assertThat(gate.admits(name)).isFalse();
    }

    @Test
    void theTwoBuiltInListsDoNotMeet() {
        ClassNames denied = new ClassNames(ClassLists.builtIn("denied-classes.txt"));

        assertThat(ClassLists.builtIn("admitted-classes.txt"))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(200)
                .allMatch(ClassLists::isClassName)
                .noneMatch(denied::contains);
        assertThat(ClassLists.builtIn("denied-classes.txt")).doesNotHaveDuplicates();
    }

    @Test
    void everyAdmittedJdkClassIsDataOrAThrowable() throws Exception {
        for (String name : ClassLists.builtIn("admitted-classes.txt")) {
            Class<?> type;
            try {
                type = Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            } catch (ClassNotFoundException e) {
                continue; // of another Java release
            }
            assertThat(type)
                    .as(name)
                    .matches(c -> !Runnable.class.isAssignableFrom(c)
                            && !java.io.Closeable.class.isAssignableFrom(c)
                            && !ClassLoader.class.isAssignableFrom(c)
                            && !Thread.class.isAssignableFrom(c));
        }
    }

    @Test
    void patternsOpenClassesAndPackagesAtTheirBordersOnly() {
        ClassGate gate = strict("com.acme.dto.*, org.other.Thing", "net.plain.pack.");

        assertThat(List.of(
                        "com.acme.dto.A",
                        "com.acme.dto.deep.B$C",
                        "org.other.Thing",
                        "org.other.Thing$Body",
                        "net.plain.pack.X"))
                .allMatch(gate::admits);
        assertThat(List.of(
                        "com.acme.dtos.A", "com.acme.Dto", "org.other.Things", "org.other.Other", "net.plain.packer.X"))
                .noneMatch(gate::admits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "com.*",
                "com",
                "..",
                "com.acme.*.dto",
                "com.acme.dto/*",
                "[Lcom.acme.A;",
                "com.acme.dto.**",
                "java.util.*",
                "javax.sql."
            })
    void patternsThatOpenTooMuchOrNothingAreErrors(String pattern) {
        assertThatThrownBy(() -> strict(pattern))
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("tern.serialize.allow")
                .hasMessageContaining("expected");
    }

    @Test
    void filesOnTheClassPathOpenClasses(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("security"));
        Files.writeString(
                directory.resolve("security/serialize.allowlist"),
                "# ours\n\ncom.acme.shop.other.Secret\nnet.acme.bean.\n");
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            ClassGate gate = new ClassGate(GateMode.STRICT, List.of(), loader, () -> nanos);

            assertThat(gate.admits(Secret.class.getName())).isTrue();
            assertThat(gate.admits("net.acme.bean.Some")).isTrue();
        }
    }

    @Test
    void theCureIsTheExactLineToAdd() {
        ClassGate gate = strict();
        String name = Secret.class.getName();
        assertThat(gate.admits(name)).isFalse();
        assertThat(gate.cure(name)).contains("tern.serialize.allow=" + name);

        assertThat(strict(name).admits(name)).isTrue();
    }

    @Test
    void learnAdmitsNeighboursOfTheInterfaceAndPrintsTheLineOnce() {
        ClassGate gate = new ClassGate(GateMode.LEARN, List.of(), getClass().getClassLoader(), () -> nanos);
        gate.open(OrderService.class);

        assertThat(gate.admits(Secret.class.getName())).isTrue();
        assertThat(gate.admits(Secret.class.getName())).isTrue();
        assertThat(gate.admits("com.elsewhere.Thing")).isFalse();

        assertThat(texts())
                .filteredOn(text -> text.contains("Learning"))
                .singleElement()
                .satisfies(text -> assertThat(text).endsWith("\n" + Secret.class.getName()));
    }

    @Test
    void specialNamesOfTheCodecAreNotClasses() {
        ClassGate gate = strict("com.acme.*");
        gate.open(OrderService.class);

        assertThat(List.of(
                        "[int",
                        "[Lcom.acme.shop.dto.Order;",
                        "[com.acme.A",
                        "",
                        ".",
                        "com.acme.",
                        "com.acme..A",
                        "com/acme/A"))
                .noneMatch(gate::admits);
        assertThat(gate.admits("com.acme." + "A".repeat(600))).isFalse();
        assertThat(gate.cure("com.acme." + "A".repeat(600))).contains("512");
        assertThat(gate.admits(RpcException.class.getName())).isFalse();
    }

    @Test
    void namesOfPeersReachTheLogInOneShortLineAndNotInMasses() {
        ClassGate gate = strict();
        gate.refused("com.evil.A\r\nERROR all is lost \u202e");
        gate.refused("com.evil." + "B".repeat(400));
        for (int i = 0; i < 5_000; i++) {
            gate.refused("com.evil.C" + i);
        }

        assertThat(texts())
                .hasSize(10)
                .allSatisfy(text ->
                        assertThat(text).doesNotContain("\n", "\r", "\u202e").hasSizeLessThan(900));
        nanos += 1_000_000_000;
        gate.refused("com.evil.Late");
        assertThat(texts().get(10)).contains("com.evil.Late").contains("more refusals were not logged");
    }

    @Test
    void aNameIsNoRefusalUntilTheCodecTurnsItsClassDown() {
        AtomicInteger refusals = new AtomicInteger();
        ClassGate gate = new ClassGate(
                GateMode.STRICT, List.of(), getClass().getClassLoader(), () -> nanos, refusals::incrementAndGet);
        assertThat(gate.admits("com.evil.OnlyThere")).isFalse();
        assertThat(gate.admits("java.lang.Thread")).isFalse();
        assertThat(texts()).isEmpty();
        assertThat(refusals).hasValue(0);

        gate.refused("java.lang.Thread");
        gate.refused("java.lang.Thread");
        assertThat(texts())
                .singleElement()
                .satisfies(text -> assertThat(text).contains("java.lang.Thread", "which no setting opens"));
        assertThat(refusals).hasValue(2);
    }

    @Test
    void interfacesMayBeOpenedWhileOthersAsk() throws Exception {
        ClassGate gate = strict();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Boolean> asking = CompletableFuture.supplyAsync(() -> {
            boolean before = false;
            while (!stop.get()) {
                boolean now = gate.admits(Order.class.getName());
                if (before && !now) {
                    return false;
                }
                before = now;
            }
            return gate.admits(Order.class.getName());
        });
        gate.open(OrderService.class);
        gate.open(Runnable.class);
        stop.set(true);

        assertThat(asking.get()).isTrue();
    }

    @Property(tries = 300)
    void noTextIsAdmittedUnlessAListNamesIt(@ForAll @StringLength(max = 600) String text) {
        ClassGate gate = SHARED;
        Set<String> table = new HashSet<>(ClassLists.builtIn("admitted-classes.txt"));

        assertThat(gate.admits(text)).isEqualTo(table.contains(text));
        assertThat(gate.cure(text)).isNotBlank().doesNotContain("\n", "\r");
    }

    @Property(tries = 300)
    void noSuffixOfADeniedPackageOrClassEscapes(
            @ForAll("deniedLines") String line, @ForAll("identifiers") String suffix) {
        String name = line.endsWith(".*") || line.endsWith(".?")
                ? line.substring(0, line.length() - 1) + suffix
                : line + "$" + suffix;
        assertThat(new ClassGate(GateMode.LEARN, List.of("com.acme"), getClass().getClassLoader(), Ticker.SYSTEM)
                        .admits(name))
                .isFalse();
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> deniedLines() {
        return net.jqwik.api.Arbitraries.of(ClassLists.builtIn("denied-classes.txt"));
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> identifiers() {
        return net.jqwik.api.Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20);
    }

    private static final ClassGate SHARED =
            new ClassGate(GateMode.STRICT, List.of(), ClassGateTest.class.getClassLoader(), Ticker.SYSTEM);

    private List<String> texts() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
