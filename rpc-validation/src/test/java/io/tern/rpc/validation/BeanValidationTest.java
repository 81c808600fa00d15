// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.spi.ArgumentValidator;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.validation.OrderService.Order;
import jakarta.validation.ConstraintViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BeanValidationTest {
    private static final Order RIGHT = new Order("bread", 1).of("ann");

    private final BeanValidation validation = new BeanValidation();

    private static MethodDescriptor method(String name) {
        return MethodDescriptor.of(OrderService.class).stream()
                .filter(method -> method.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ArgumentValidator.@Nullable Check check(String name) {
        return validation.forMethod(method(name));
    }

    /** The lines of the message behind the first. */
    private List<String> wrong(String name, Object... arguments) {
        ArgumentValidator.Check check = check(name);
        ConstraintViolationException e =
                catchThrowableOfType(ConstraintViolationException.class, () -> check.check(arguments));
        if (e == null) {
            return List.of();
        }
        String[] lines = e.getMessage().split("\n- ", -1);
        assertThat(lines[0])
                .isEqualTo("Invalid arguments of " + OrderService.class.getName()
                        + method(name)
                                .toString()
                                .substring(OrderService.class.getName().length()) + ":");
        assertThat(e.getConstraintViolations()).hasSizeGreaterThanOrEqualTo(lines.length - 1);
        return List.of(lines).subList(1, lines.length);
    }

    @Test
    void constraintsOfParametersCount() {
        assertThat(wrong("place", RIGHT, 1)).isEmpty();
        assertThat(wrong("place", null, 0))
                .containsExactly("order: must not be null", "pieces: must be greater than or equal to 1");
        assertThat(wrong("later", " ")).containsExactly("name: must not be blank");
        assertThat(wrong("rename", new Object[] {null})).containsExactly("name: must not be null");
    }

    @Test
    void aBeanIsLookedIntoWhetherItIsMarkedOrNotAndOnce() {
        Order nested = new Order("", 1).of("ann");
        Order outer = new Order("bread", 11).of("ann");
        outer.next = nested;
        assertThat(wrong("place", outer, 1))
                .containsExactly(
                        "order.next.name: must not be blank", "order.pieces: must be less than or equal to 10");
        assertThat(wrong("save", outer))
                .containsExactly("next.name: must not be blank", "pieces: must be less than or equal to 10");
    }

    @Test
    void containersAreLookedInto() {
        Order bad = new Order("", 1).of("ann");
        List<Order> several = new ArrayList<>(List.of(RIGHT, bad));
        several.add(null);
        assertThat(wrong("placeAll", several)).containsExactly("name: must not be blank");
        assertThat(wrong("placeMarked", several)).singleElement().asString().endsWith("[1].name: must not be blank");
        assertThat(wrong("several", (Object) new Order[] {bad})).containsExactly("name: must not be blank");
        assertThat(wrong("byKey", Map.of("secret-key", bad)))
                .singleElement()
                .asString()
                .endsWith("name: must not be blank")
                .doesNotContain("secret-key");
    }

    @Test
    void aContainerThatContainsItselfEnds() {
        List<Object> endless = new ArrayList<>();
        endless.add(endless);
        endless.add(new Order("", 1));
        assertThat(wrong("placeAll", endless)).containsExactly("name: must not be blank");
    }

    @Test
    @Timeout(20)
    void whatIsContainedOftenIsLookedIntoOnce() {
        List<Object> endless = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            endless.add(endless);
        }
        List<Object> doubled = new ArrayList<>(List.of(new Order("", 1)));
        for (int i = 0; i < 100; i++) {
            doubled = new ArrayList<>(List.of(doubled, doubled));
        }
        endless.add(doubled);
        assertThat(wrong("placeAll", endless)).containsExactly("name: must not be blank");
    }

    @Test
    void whatIsTooDeepToBeCheckedIsRefused() {
        List<Object> deep = new ArrayList<>(List.of(new Order("", 1)));
        for (int i = 1; i < 500; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        assertThat(wrong("placeAll", deep)).containsExactly("name: must not be blank");
        List<Object> deeper = new ArrayList<>(List.of(deep));
        assertThatThrownBy(() -> check("placeAll").check(new Object[] {deeper}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 500 containers")
                .hasMessageContaining("placeAll");
    }

    @Test
    void aMethodHasItsGroupAndThatOfTheInterface() {
        Order nobodys = new Order("bread", 1);
        nobodys.city = "X";
        assertThat(wrong("save", nobodys))
                .containsExactly("city: size must be between 2 and 2147483647", "customer: must not be null");
        assertThat(wrong("placeAll", List.of(nobodys))).containsExactly("city: size must be between 2 and 2147483647");
    }

    @Test
    void noValueIsInAMessageEvenIfItAsksForOne() {
        assertThat(wrong("told", "SECRET-7")).containsExactly("secret: '***' does not match [a-z]+");
    }

    @Test
    void whatCannotBeWrongHasNoCheck() {
        assertThat(check("untouched")).isNull();
        assertThat(check("plain")).as("a list may hold anything").isNotNull();
        assertThatCode(() -> check("plain").check(new Object[] {null, 1, List.of("a")}))
                .doesNotThrowAnyException();
    }

    /** Written for Bean Validation 2. */
    interface OldService {
        void ofParameter(@javax.validation.constraints.NotNull String text);

        void ofBean(OldBean bean);

        void fine(String text);
    }

    static class OldBean {
        @javax.validation.constraints.NotNull
        String text;
    }

    @Test
    void constraintsThatNobodyWouldLookAtAreRefused() {
        for (MethodDescriptor method : MethodDescriptor.of(OldService.class)) {
            if (method.name().equals("fine")) {
                assertThat(validation.forMethod(method)).isNull();
            } else {
                assertThatThrownBy(() -> validation.forMethod(method))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("javax.validation.constraints.NotNull at " + method)
                        .hasMessageContaining("change the imports");
            }
        }
    }

    @Test
    void oneCheckServesManyThreads() throws Exception {
        ArgumentValidator.Check check = check("place");
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 200; i++) {
                    boolean right = i % 2 == 0;
                    Object[] arguments = {right ? RIGHT : new Order("", 99), 1};
                    assertThatCode(() -> check.check(arguments))
                            .satisfies(error -> assertThat(error == null).isEqualTo(right));
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(30, TimeUnit.SECONDS);
        }
    }
}
