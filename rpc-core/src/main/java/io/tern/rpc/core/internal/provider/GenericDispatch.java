// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import io.tern.rpc.GenericService;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.log.SafeText;
import io.tern.rpc.core.internal.settings.ServiceParameters;
import io.tern.rpc.core.internal.value.DescribedParts;
import io.tern.rpc.core.internal.value.DescribedValues;
import io.tern.rpc.core.internal.value.PlainValues;
import io.tern.rpc.core.internal.value.TypedValues;
import io.tern.rpc.spi.ClassPolicy;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.transport.ReplyStatus;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Understands generic calls to one service that has an interface: finds the declared method, makes its arguments out of plain
 * values, and afterwards plain values out of its result. In between they are calls of that method like all others. What a call names decides which method it is, never which
 * class. Thread-safe.
 */
final class GenericDispatch {
    private static final String FORM = "generic";
    private static final String PLAIN = "true";
    private static final String BEAN = "bean";
    private static final String RAW_RESULT = "raw.return";
    private static final int NAMED_IN_MESSAGE = 5;

    private final ServiceEntry entry;
    private final Map<String, List<ServiceMethod>> byName;
    private final TypedValues typed;
    private final PlainValues plain = new PlainValues();
    private final DescribedValues described = new DescribedValues();

    /** How the values of a call travel. */
    private enum Form {
        PLAIN_VALUES,
        DESCRIBED,
        /** Plain arguments, and the result as it is. */
        RAW_RESULT
    }

    /** {@code methods} are those that can be called. */
    GenericDispatch(ServiceEntry entry, List<ServiceMethod> methods, ClassPolicy policy) {
        this.entry = entry;
        this.byName = methods.stream()
                .filter(method -> !method.isEcho())
                .collect(Collectors.groupingBy(method -> method.descriptor().name()));
        this.typed =
                TypedValues.ofPeers(policy, entry.settings().serviceInterface().getClassLoader());
    }

    /** Whether the service can be called without its interface. A generic service is one in any case, and serves itself. */
    static boolean isOn(ServiceSettings service) {
        return ServiceParameters.openGenericCalls(service.parameters())
                && !service.style().isGeneric();
    }

    /** Whether a method of this name only names the one that is called. */
    static boolean isGeneric(@Nullable String method) {
        return "$invoke".equals(method) || "$invokeAsync".equals(method);
    }

    static boolean serves(ServiceEntry entry) {
        return isOn(entry.settings()) || entry.settings().style().isGeneric();
    }

    /** What a consumer is told whose generic calls nobody has allowed. */
    static String off(String wanted) {
        return "Generic calls are off for this service of this provider: " + wanted
                + "; to allow them, write <dubbo:parameter key=\"" + ServiceParameters.GENERIC_CALLS
                + "\" value=\"true\"/> in its <dubbo:service>, <dubbo:provider> or <dubbo:application>";
    }

    /**
     * What a generic call means.
     *
     * @param method that is named
     * @param arguments of its types
     * @param form makes of its result what the consumer wants, or throws {@link GenericRefusal} if there is no such form
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; taken apart where it is made.
    record Meant(ServiceMethod method, @Nullable Object[] arguments, UnaryOperator<@Nullable Object> form) {}

    /**
     * Understands a call of {@link GenericService}.
     *
     * @throws GenericRefusal if there is no such method, or the arguments do not fit it
     */
    Meant meant(@Nullable Object[] said, Map<String, Object> attachments) {
        Form form = form(ReservedKeys.text(attachments, FORM));
        String name = said[0] instanceof String text ? text : "";
        ServiceMethod method = find(name, (String[]) said[1]);
        @Nullable Object[] arguments = arguments(method.descriptor(), (Object[]) said[2], form);
        return new Meant(method, arguments, result -> result(method, result, form));
    }

    private @Nullable Object result(ServiceMethod method, @Nullable Object result, Form form) {
        try {
            return switch (form) {
                case PLAIN_VALUES -> plain.of(result);
                case DESCRIBED -> described.of(result);
                case RAW_RESULT -> result;
            };
        } catch (IllegalArgumentException e) {
            throw new GenericRefusal(
                    ReplyStatus.BAD_RESPONSE,
                    "The result of " + method.descriptor() + " has no form for generic calls: " + e.getMessage(),
                    e);
        }
    }

    private static Form form(@Nullable String form) {
        if (form == null || form.isBlank() || form.equalsIgnoreCase(PLAIN)) {
            return Form.PLAIN_VALUES;
        } else if (form.equalsIgnoreCase(BEAN)) {
            return Form.DESCRIBED;
        } else if (form.equalsIgnoreCase(RAW_RESULT)) {
            return Form.RAW_RESULT;
        }
        throw refusal(
                "This provider serves no generic calls of the form " + SafeText.of(form) + "; use generic=\"" + PLAIN
                        + "\", \"" + BEAN + "\" for descriptions of objects, or \"" + RAW_RESULT
                        + "\" for results as they are"
                        + (form.equals("nativejava") ? ". Reading any class that a peer names is unsafe" : ""));
    }

    private ServiceMethod find(String name, String @Nullable [] types) {
        List<ServiceMethod> named = byName.getOrDefault(name, List.of());
        List<ServiceMethod> fitting = types == null
                ? named
                : named.stream()
                        .filter(method -> takes(method.descriptor(), types))
                        .toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String wanted = entry.settings().serviceInterface().getName() + "#" + SafeText.of(name)
                + (types == null
                        ? ""
                        : Stream.of(types)
                                .limit(NAMED_IN_MESSAGE)
                                .map(SafeText::of)
                                .collect(Collectors.joining(",", "(", ")")));
        if (named.isEmpty()) {
            throw refusal("No method " + wanted + " for a generic call; compare the interface's jars of both sides");
        }
        throw refusal((types == null ? "Several methods " : "No method ") + wanted
                + " for a generic call; give the parameter types of one of: "
                + named.stream()
                        .limit(NAMED_IN_MESSAGE)
                        .map(method -> signature(method.descriptor()))
                        .collect(Collectors.joining(" or ")));
    }

    private static String signature(MethodDescriptor method) {
        return method.name()
                + method.parameterTypes().stream().map(Class::getTypeName).collect(Collectors.joining(",", "(", ")"));
    }

    private static boolean takes(MethodDescriptor method, String[] types) {
        List<Class<?>> parameters = method.parameterTypes();
        if (parameters.size() != types.length) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            String given = types[i] == null ? "" : types[i].strip();
            Class<?> type = parameters.get(i);
            if (!given.equals(type.getTypeName())
                    && !given.equals(type.getName())
                    && !given.equals(type.getCanonicalName())) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Object[] arguments(MethodDescriptor method, @Nullable Object @Nullable [] said, Form form) {
        List<Class<?>> parameters = method.parameterTypes();
        @Nullable Object[] values = said == null ? new @Nullable Object[0] : said;
        int count = values.length;
        if (count != parameters.size()) {
            throw refusal(method + " takes " + parameters.size() + " arguments, and this generic call brings " + count);
        }
        @Nullable Object[] arguments = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = argument(method, i, values[i], form);
        }
        return arguments;
    }

    private @Nullable Object argument(MethodDescriptor method, int index, @Nullable Object said, Form form) {
        if (said == null && method.parameterTypes().get(index).isPrimitive()) {
            throw refusal("Argument " + index + " of " + method + " is null, which no "
                    + method.parameterTypes().get(index) + " is");
        }
        try {
            Object value = form == Form.DESCRIBED ? DescribedParts.of(said) : said;
            return typed.of(value, method.genericParameterTypes().get(index), method.serviceInterface());
        } catch (IllegalArgumentException e) {
            throw new GenericRefusal(
                    ReplyStatus.SERVICE_ERROR,
                    "Argument " + index + " of " + method + " does not fit: " + e.getMessage(),
                    e);
        }
    }

    private static GenericRefusal refusal(String message) {
        return new GenericRefusal(ReplyStatus.SERVICE_ERROR, message, null);
    }
}
