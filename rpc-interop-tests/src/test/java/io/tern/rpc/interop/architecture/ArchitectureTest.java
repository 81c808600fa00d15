// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.tern.rpc.InternalRpcContext;
import io.tern.rpc.RpcContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of docs/architecture.md over the main code of every module that users get. */
class ArchitectureTest {
    private static final JavaClasses TERN = TernModules.importAll();
    private static final JavaClasses FIXTURES =
            new ClassFileImporter().importPackages("io.tern.rpc.interop.architecture.fixture");

    private static final ModuleRules MODULES = new ModuleRules(TernModules::of, TernModules.MAY_USE);
    /** The fixture's two packages play modules; the lower one must not use the upper one. */
    private static final ModuleRules FIXTURE_MODULES =
            new ModuleRules(ArchitectureTest::fixtureModuleOf, Map.of("upper", Set.of("lower"), "lower", Set.of()));

    private static final ArchRule ENGINE_DOOR = noClasses()
            .that(DescribedPredicate.describe(
                    "are neither the API, the engine nor a transport",
                    type -> !Set.of("rpc-api", "rpc-core", "rpc-remoting-netty").contains(TernModules.of(type))))
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(InternalRpcContext.class);

    /**
     * RpcContext is the one thread-local of the design. InternalRpcContext is its other half: the accessor through which the
     * engine reaches RpcContext's package-private state, so it may hold state of the same kind.
     */
    private static final ArchRule NO_STATIC_STATE = fields().that()
            .haveModifier(STATIC)
            .and()
            .doNotHaveModifier(SYNTHETIC)
            .and()
            .areNotDeclaredIn(RpcContext.class)
            .and()
            .areNotDeclaredIn(InternalRpcContext.class)
            .should(new StaticState());

    /**
     * Names of peers pass the class policy in ClassLookup. The others load names that no peer can choose: those in the
     * user's own files, the classes that a generated stub mentions, one class of the JDK.
     */
    private static final ArchRule CLASS_LOADING =
            CodeRules.classesAreLoadedByNameOnlyIn("ClassLookup", "NamedClass", "VisibleLoader", "Allocator");

    static List<ArchRule> rules() {
        return List.of(
                MODULES.dependenciesPointUp(),
                MODULES.packagesLieInOneModule(),
                MODULES.internalTypesStayInTheirModule(),
                MODULES.signaturesMentionNoInternalType(),
                MODULES.packagesAreFreeOfCycles(),
                ENGINE_DOOR,
                NO_STATIC_STATE,
                CLASS_LOADING,
                CodeRules.libraryOnlyUnder(
                        "io.netty..",
                        "io.tern.rpc.remoting..",
                        "io.tern.rpc.registry.dns..",
                        "io.tern.rpc.testing.netty.."),
                CodeRules.libraryOnlyUnder("com.alibaba.nacos..", "io.tern.rpc.registry.nacos.."),
                CodeRules.libraryOnlyUnder("com.alibaba.com.caucho..", "io.tern.rpc.remoting.hessian.."),
                CodeRules.libraryOnlyUnder("javassist..", "io.tern.rpc.proxy.."),
                CodeRules.libraryOnlyUnder("org.springframework..", "io.tern.rpc.config.spring.."),
                CodeRules.libraryOnlyUnder("io.micrometer..", "io.tern.rpc.metrics.micrometer.."),
                CodeRules.libraryOnlyUnder(
                        "org.apache.(curator|zookeeper)..", "io.tern.rpc.registry.zookeeper.internal.."),
                CodeRules.libraryOnlyUnder("org.snakeyaml..", "io.tern.rpc.governance.yaml.."),
                CodeRules.libraryOnlyUnder("io.opentelemetry..", "io.tern.rpc.tracing.otel.."),
                CodeRules.urlsStayAtTheEdge(),
                CodeRules.everyPackageIsNullMarked(),
                CodeRules.onlyCommandsPrint("io.tern.rpc.doctor.RpcDoctor"),
                CodeRules.logsGoToSlf4j(),
                CodeRules.nobodySleeps(),
                CodeRules.nobodyMeasuresWithTheWallClock(),
                CodeRules.nothingDangerousIsUsed(),
                CodeRules.nothingIsFinalized());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(TERN);
    }

    @Test
    void everyModuleIsLookedAt() {
        Set<String> seen = TERN.stream().map(TernModules::of).collect(Collectors.toSet());
        assertThat(seen).containsExactlyInAnyOrderElementsOf(TernModules.MAY_USE.keySet());
    }

    /** Each rule with the name of a fixture that breaks it. */
    static List<Arguments> brokenRules() {
        return List.of(
                Arguments.of(FIXTURE_MODULES.dependenciesPointUp(), "lower must not use upper"),
                Arguments.of(MODULES.dependenciesPointUp(), "must not use rpc-api"),
                Arguments.of(
                        new ModuleRules(JavaClass::getSimpleName, Map.of()).packagesLieInOneModule(),
                        "fixture.lower lies in"),
                Arguments.of(FIXTURE_MODULES.internalTypesStayInTheirModule(), "internal to lower"),
                Arguments.of(FIXTURE_MODULES.signaturesMentionNoInternalType(), "Leaking.hidden()"),
                Arguments.of(FIXTURE_MODULES.signaturesMentionNoInternalType(), "inherits from"),
                Arguments.of(FIXTURE_MODULES.packagesAreFreeOfCycles(), "Cycle detected"),
                Arguments.of(ENGINE_DOOR, "Forbidden.engineDoor()"),
                Arguments.of(NO_STATIC_STATE, "Stateful.counter> is not final"),
                Arguments.of(NO_STATIC_STATE, "Stateful.CACHE> holds a modifiable java.util.HashMap"),
                Arguments.of(NO_STATIC_STATE, "Stateful.TABLE> is an array"),
                Arguments.of(NO_STATIC_STATE, "Stateful.ADDER> holds a java.util.concurrent.atomic.LongAdder"),
                Arguments.of(NO_STATIC_STATE, "Stateful.HOLDER> holds a"),
                Arguments.of(CLASS_LOADING, "Forbidden.classByName()"),
                Arguments.of(CLASS_LOADING, "Forbidden.classByLoader()"),
                Arguments.of(CodeRules.libraryOnlyUnder("io.netty..", "nowhere"), "Forbidden.netty"),
                Arguments.of(CodeRules.libraryOnlyUnder("com.alibaba.com.caucho..", "nowhere"), "Forbidden.hessian"),
                Arguments.of(CodeRules.libraryOnlyUnder("javassist..", "nowhere"), "Forbidden.javassist"),
                Arguments.of(CodeRules.libraryOnlyUnder("org.springframework..", "nowhere"), "Forbidden.spring"),
                Arguments.of(CodeRules.urlsStayAtTheEdge(), "Forbidden.url"),
                Arguments.of(CodeRules.everyPackageIsNullMarked(), "fixture.upper has no package-info"),
                Arguments.of(CodeRules.onlyCommandsPrint(), "Forbidden.print()"),
                Arguments.of(CodeRules.logsGoToSlf4j(), "Forbidden.logger"),
                Arguments.of(CodeRules.nobodySleeps(), "Forbidden.sleep()"),
                Arguments.of(CodeRules.nobodyMeasuresWithTheWallClock(), "Forbidden.wallClock()"),
                Arguments.of(CodeRules.nothingDangerousIsUsed(), "java.io.ObjectInputStream"),
                Arguments.of(CodeRules.nothingDangerousIsUsed(), "Forbidden.exec()"),
                Arguments.of(CodeRules.nothingDangerousIsUsed(), "newCachedThreadPool()"),
                Arguments.of(CodeRules.nothingIsFinalized(), "Finalized.finalize(int)"));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void reportsItsFixture(ArchRule rule, String expected) {
        assertThat(rule.allowEmptyShould(true)
                        .evaluate(FIXTURES)
                        .getFailureReport()
                        .getDetails())
                .anySatisfy(detail -> assertThat(detail).contains(expected));
    }

    @Test
    void immutableConstantsAreNoState() {
        List<String> reported =
                NO_STATIC_STATE.evaluate(FIXTURES).getFailureReport().getDetails();
        assertThat(FIXTURES.stream().flatMap(type -> type.getFields().stream()).map(JavaField::getName))
                .contains("CONSTANT_MAP", "CONSTANT_BYTES");
        assertThat(reported).noneSatisfy(detail -> assertThat(detail).contains("CONSTANT_"));
    }

    private static String fixtureModuleOf(JavaClass type) {
        String name = type.getPackageName();
        return name.contains(".fixture.lower") ? "lower" : name.contains(".fixture.upper") ? "upper" : "";
    }
}
