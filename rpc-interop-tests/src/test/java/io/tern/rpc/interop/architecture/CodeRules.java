// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.concurrent.Executors;
import org.jspecify.annotations.NullMarked;

/** What main code may use of libraries and of the JDK, wherever it lies. */
final class CodeRules {
    private CodeRules() {}

    static ArchRule libraryOnlyUnder(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    /** The URL is the registries' format; {@code url=} is read where settings are resolved, and nothing behind that sees one. */
    static ArchRule urlsStayAtTheEdge() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..registry..",
                        "io.tern.rpc.core.internal.directory..",
                        "io.tern.rpc.core.internal.governance..",
                        "io.tern.rpc.core.internal.settings..")
                .should()
                .dependOnClassesThat(simpleName("DubboUrl"));
    }

    static ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("lie in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage()
                        .tryGetPackageInfo()
                        .map(info -> info.isAnnotatedWith(NullMarked.class))
                        .orElse(false);
                if (!marked) {
                    events.add(violated(type, type.getPackageName() + " has no package-info with @NullMarked"));
                }
            }
        });
    }

    /** A library logs; a command prints, in the one class that has its main method. */
    static ArchRule onlyCommandsPrint(String... commands) {
        return noClasses()
                .that(describe(
                        "are not " + List.of(commands),
                        type -> !List.of(commands).contains(type.getName())))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
    }

    static ArchRule logsGoToSlf4j() {
        return noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
    }

    static ArchRule nobodySleeps() {
        return noClasses().should().callMethod(Thread.class, "sleep", long.class);
    }

    /** The wall clock can jump; durations come from a Ticker. */
    static ArchRule nobodyMeasuresWithTheWallClock() {
        return noClasses().should().callMethod(System.class, "currentTimeMillis");
    }

    /** Ways in which received bytes become code, and a pool without a bound. */
    static ArchRule nothingDangerousIsUsed() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream"
                        + "|javax\\.(script|naming)\\..*"
                        + "|java\\.rmi\\..*"
                        + "|java\\.beans\\.XML(De|En)coder"
                        + "|java\\.lang\\.ProcessBuilder"
                        + "|(sun\\.misc|jdk\\.internal\\.misc)\\.Unsafe"
                        + "|org\\.yaml\\..*")
                .orShould()
                .callMethodWhere(describe("Runtime.exec", call -> isMethod(call, Runtime.class, "exec")))
                .orShould()
                .callMethod(Executors.class, "newCachedThreadPool");
    }

    /** A name may come from a peer or a file, so one class of each module asks the class policy first and then loads. */
    static ArchRule classesAreLoadedByNameOnlyIn(String... simpleNames) {
        return noClasses()
                .that(describe(
                        "are not " + List.of(simpleNames),
                        type -> !List.of(simpleNames).contains(type.getSimpleName())))
                .should()
                .callMethodWhere(describe(
                        "Class.forName or ClassLoader.loadClass",
                        call -> isMethod(call, Class.class, "forName")
                                || call.getName().equals("loadClass")
                                        && call.getTargetOwner().isAssignableTo(ClassLoader.class)));
    }

    static ArchRule nothingIsFinalized() {
        return noMethods().should().haveName("finalize");
    }

    private static boolean isMethod(JavaCall<?> call, Class<?> owner, String name) {
        return call.getTargetOwner().isEquivalentTo(owner) && call.getName().equals(name);
    }
}
