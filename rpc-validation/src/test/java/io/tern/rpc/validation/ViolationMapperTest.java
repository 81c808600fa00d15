// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.validation.OrderService.Order;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViolationMapperTest {
    private static final MethodDescriptor PLACE = MethodDescriptor.of(OrderService.class).stream()
            .filter(method -> method.name().equals("place"))
            .findFirst()
            .orElseThrow();

    private final ViolationMapper mapper = new ViolationMapper();

    private static ConstraintViolationException thrown() {
        Order order = new Order("", 11);
        order.next = new Order(" ", 1);
        return catchThrowableOfType(
                ConstraintViolationException.class,
                () -> new BeanValidation().forMethod(PLACE).check(new Object[] {order, 0}));
    }

    @Test
    void violationsTravelAsAReadableTextAndAreViolationsAgain() {
        ConstraintViolationException thrown = thrown();
        Throwable sent = mapper.toSend(thrown, PLACE);
        assertThat(sent)
                .isExactlyInstanceOf(RuntimeException.class)
                .hasMessage("jakarta.validation.ConstraintViolationException: " + thrown.getMessage())
                .hasNoCause();
        assertThat(sent.getStackTrace()).isEmpty();

        ConstraintViolationException received =
                (ConstraintViolationException) mapper.received(new RuntimeException(sent.getMessage()), PLACE);
        assertThat(received).hasMessage(thrown.getMessage());
        assertThat(received.getConstraintViolations())
                .extracting(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                .containsExactlyInAnyOrder(
                        "order.name must not be blank",
                        "order.next.name must not be blank",
                        "order.pieces must be less than or equal to 10",
                        "pieces must be greater than or equal to 1");
        assertThat(received.getConstraintViolations()).allMatch(violation -> violation.getInvalidValue() == null);
    }

    @Test
    void aPathHasItsNodes() {
        List<String> nodes = new ArrayList<>();
        for (Path.Node node : ReceivedPath.of("items[1].parts[].name")) {
            nodes.add(node.getName() + " " + node.isInIterable() + " " + node.getIndex());
        }
        assertThat(nodes).containsExactly("items false null", "parts true 1", "name true null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javax.validation.ValidationException",
                "javax.validation.ConstraintViolationException",
                "jakarta.validation.ValidationException",
                "jakarta.validation.ConstraintViolationException"
            })
    void whatOtherProvidersSendIsOneTooWithTheirText(String name) {
        Throwable received = mapper.received(new RemoteServiceException(name, "Failed to validate"), PLACE);
        assertThat(received).isInstanceOf(ConstraintViolationException.class).hasMessage("Failed to validate");
        assertThat(((ConstraintViolationException) received).getConstraintViolations())
                .isEmpty();
    }

    @Test
    void othersAreLeftAlone() {
        assertThat(mapper.toSend(new IllegalStateException("x"), PLACE)).isNull();
        assertThat(mapper.received(new RuntimeException("x"), PLACE)).isNull();
        assertThat(mapper.received(new RuntimeException(), PLACE)).isNull();
        assertThat(mapper.received(
                        new IllegalStateException("jakarta.validation.ConstraintViolationException: x"), PLACE))
                .isNull();
        assertThat(mapper.received(new RemoteServiceException("com.acme.X", "x"), PLACE))
                .isNull();
        assertThat(mapper.received(new RemoteServiceException(null, "x"), PLACE))
                .isNull();
    }

    @Test
    void theServicesOwnViolationsTravelLikewise() {
        Set<ConstraintViolation<?>> none = Set.of();
        assertThat(mapper.toSend(new ConstraintViolationException("own text", none), PLACE))
                .hasMessage("jakarta.validation.ConstraintViolationException: own text");
    }

    @Test
    void onlyMethodsThatCanBeWrongAreMapped() {
        List<String> mapped = MethodDescriptor.of(OrderService.class).stream()
                .filter(mapper::maps)
                .map(MethodDescriptor::name)
                .toList();
        assertThat(mapped).contains("place", "save", "later", "rename").doesNotContain("untouched");
    }
}
