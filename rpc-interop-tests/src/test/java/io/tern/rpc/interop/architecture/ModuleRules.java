// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.ConditionEvent.createMessage;
import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may depend on whom. The way a class is assigned to a module is a parameter so that fixtures can play modules. */
final class ModuleRules {
    private final Function<JavaClass, String> moduleOf;
    private final Map<String, Set<String>> mayUse;

    ModuleRules(Function<JavaClass, String> moduleOf, Map<String, Set<String>> mayUse) {
        this.moduleOf = moduleOf;
        this.mayUse = mayUse;
    }

    ArchRule dependenciesPointUp() {
        return classes().should(new ArchCondition<>("use only modules above their own") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    String from = moduleOf.apply(type);
                    String to = moduleOf.apply(baseOf(dependency));
                    if (!to.isEmpty()
                            && !to.equals(from)
                            && !mayUse.getOrDefault(from, Set.of()).contains(to)) {
                        events.add(violated(type, from + " must not use " + to + ": " + dependency.getDescription()));
                    }
                }
            }
        });
    }

    ArchRule internalTypesStayInTheirModule() {
        return classes().should(new ArchCondition<>("use internal types of their own module only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = baseOf(dependency);
                    String to = moduleOf.apply(target);
                    if (isInternal(target) && !to.isEmpty() && !to.equals(moduleOf.apply(type))) {
                        events.add(violated(type, "internal to " + to + ": " + dependency.getDescription()));
                    }
                }
            }
        });
    }

    /** A type that users can name must not lead them, by a signature or a supertype, to one that may change at any time. */
    ArchRule signaturesMentionNoInternalType() {
        return classes()
                .that(not(resideInAPackage("..internal..")))
                .should(new ArchCondition<>("mention no internal type in what others see of them") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!isVisible(type)) {
                            return;
                        }
                        Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
                                .flatMap(supertype -> supertype.getAllInvolvedRawTypes().stream())
                                .filter(this::isOurInternal)
                                .forEach(found -> events.add(
                                        violated(type, createMessage(type, "inherits from " + found.getName()))));
                        type.getMembers().stream()
                                .filter(ModuleRules::isVisible)
                                .forEach(member -> typesIn(member)
                                        .filter(this::isOurInternal)
                                        .forEach(found -> events.add(violated(
                                                member, createMessage(member, "mentions " + found.getName())))));
                    }

                    private boolean isOurInternal(JavaClass found) {
                        return isInternal(found) && !moduleOf.apply(found).isEmpty();
                    }
                });
    }

    ArchRule packagesAreFreeOfCycles() {
        return SlicesRuleDefinition.slices()
                .assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return moduleOf.apply(type).isEmpty()
                                ? SliceIdentifier.ignore()
                                : SliceIdentifier.of(type.getPackageName());
                    }

                    @Override
                    public String getDescription() {
                        return "packages";
                    }
                })
                .should()
                .beFreeOfCycles();
    }

    /** A package in two jars works on a class path and fails on a module path. */
    ArchRule packagesLieInOneModule() {
        return classes().should(new ArchCondition<>("share their package with classes of their own module only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<String> modules = type.getPackage().getClasses().stream()
                        .map(moduleOf)
                        .filter(module -> !module.isEmpty())
                        .collect(Collectors.toSet());
                if (modules.size() > 1) {
                    events.add(violated(type, type.getPackageName() + " lies in " + modules));
                }
            }
        });
    }

    /** An array's module is that of its elements. */
    private static JavaClass baseOf(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType();
    }

    private static boolean isInternal(JavaClass type) {
        return resideInAPackage("..internal..").test(type);
    }

    private static boolean isVisible(JavaClass type) {
        return (type.getModifiers().contains(PUBLIC) || type.getModifiers().contains(PROTECTED))
                && type.getEnclosingClass().map(ModuleRules::isVisible).orElse(true);
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(PUBLIC) || member.getModifiers().contains(PROTECTED);
    }

    private static Stream<JavaClass> typesIn(JavaMember member) {
        Stream<? extends JavaType> types;
        if (member instanceof JavaField field) {
            types = Stream.of(field.getType());
        } else {
            JavaCodeUnit unit = (JavaCodeUnit) member;
            types = Stream.of(
                            Stream.of(unit.getReturnType()),
                            unit.getParameterTypes().stream(),
                            unit.getExceptionTypes().stream())
                    .flatMap(each -> each);
        }
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream()).map(JavaClass::getBaseComponentType);
    }
}
