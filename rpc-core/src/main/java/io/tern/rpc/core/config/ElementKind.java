// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The elements of the XML namespace. */
public enum ElementKind {
    APPLICATION("application", "The application that this process is. There is one in a process."),
    MODULE("module", "The part of the application that one Spring context holds."),
    REGISTRY("registry", "A registry, where providers publish services and consumers find them. Several are allowed."),
    CONFIG_CENTER("config-center", "A store of settings outside the application."),
    METADATA_REPORT("metadata-report", "A store of interface descriptions. Without effect."),
    MONITOR("monitor", "The statistics service of old Dubbo versions. Without effect."),
    METRICS("metrics", "Figures about calls, pools and connections."),
    AGGREGATION("aggregation", "Figures over a moving time window."),
    HISTOGRAM("histogram", "The distribution of response times."),
    PROMETHEUS_EXPORTER("prometheus-exporter", "Offers the figures for collection by Prometheus."),
    PROMETHEUS_PUSHGATEWAY("prometheus-pushgateway", "Sends the figures to a push gateway. Without effect."),
    TRACING("tracing", "Traces of calls over several processes."),
    SAMPLING("sampling", "Which calls are traced."),
    PROPAGATION("propagation", "How the trace travels with a call."),
    BAGGAGE("baggage", "Values that travel with the trace. Without effect."),
    REMOTE_FIELDS("remoteFields", "Values carried to other processes. Without effect."),
    CORRELATION("correlation", "Values copied into the logging context. Without effect."),
    FIELDS("fields", "Names of values copied into the logging context. Without effect."),
    TRACING_EXPORTER("tracing-exporter", "Where traces are sent. Without effect."),
    ZIPKIN_CONFIG("zipkin-config", "A Zipkin server as receiver of traces. Without effect."),
    SSL("ssl", "Keys and certificates for encrypted connections."),
    PROTOCOL(
            "protocol", "A port with the protocol spoken there. Several are allowed; it opens when a service uses it."),
    TRIPLE("triple", "Limits of the triple protocol. Without effect."),
    PROVIDER("provider", "Defaults for services, and for protocols."),
    CONSUMER("consumer", "Defaults for references."),
    REFERENCE("reference", "A service of another process, as a bean that implements its interface."),
    SERVICE("service", "A bean that is offered to other processes."),
    METHOD("method", "Settings of one method of a reference or service; all overloads of the name share it."),
    ARGUMENT("argument", "Settings of one argument of a method."),
    PARAMETER("parameter", "A free setting with a key and a value."),
    ANNOTATION("annotation", "Packages that are searched for annotated services and references."),
    PROPERTY("property", "A property of the implementation that a service creates from its attribute class.");

    private static final Set<ElementKind> WITH_PARAMETERS = Set.of(
            APPLICATION,
            MODULE,
            REGISTRY,
            CONFIG_CENTER,
            METADATA_REPORT,
            MONITOR,
            PROTOCOL,
            PROVIDER,
            CONSUMER,
            REFERENCE,
            SERVICE,
            METHOD);

    private static final Map<String, ElementKind> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(ElementKind::xmlName, Function.identity()));

    private final String xmlName;
    private final String documentation;

    ElementKind(String xmlName, String documentation) {
        this.xmlName = xmlName;
        this.documentation = documentation;
    }

    /** The local name in XML, such as {@code config-center}. */
    public String xmlName() {
        return xmlName;
    }

    /** The name as people write it, such as {@code dubbo:config-center}. */
    public String qualifiedName() {
        return "dubbo:" + xmlName;
    }

    /** What the element is for, in one or two sentences. */
    public String documentation() {
        return documentation;
    }

    /** The element with this local name. */
    public static Optional<ElementKind> named(String xmlName) {
        return Optional.ofNullable(BY_NAME.get(xmlName));
    }

    /** The elements that may stand inside this one, in any order and number. */
    public Set<ElementKind> children() {
        EnumSet<ElementKind> children =
                WITH_PARAMETERS.contains(this) ? EnumSet.of(PARAMETER) : EnumSet.noneOf(ElementKind.class);
        children.addAll(ownChildren());
        return children;
    }

    private Set<ElementKind> ownChildren() {
        return switch (this) {
            case METRICS -> EnumSet.of(AGGREGATION, HISTOGRAM, PROMETHEUS_EXPORTER, PROMETHEUS_PUSHGATEWAY);
            case TRACING -> EnumSet.of(SAMPLING, PROPAGATION, BAGGAGE, TRACING_EXPORTER);
            case BAGGAGE -> EnumSet.of(REMOTE_FIELDS, CORRELATION);
            case CORRELATION -> EnumSet.of(FIELDS);
            case TRACING_EXPORTER -> EnumSet.of(ZIPKIN_CONFIG);
            case PROTOCOL -> EnumSet.of(TRIPLE);
            case PROVIDER -> EnumSet.of(SERVICE);
            case CONSUMER -> EnumSet.of(REFERENCE);
            case REFERENCE -> EnumSet.of(METHOD);
            case SERVICE -> EnumSet.of(METHOD, PROPERTY);
            case METHOD -> EnumSet.of(ARGUMENT);
            default -> EnumSet.noneOf(ElementKind.class);
        };
    }

    /** The elements this one may stand in; empty when it stands only directly under the root of the file. */
    public Set<ElementKind> parents() {
        return Arrays.stream(values())
                .filter(kind -> kind.children().contains(this))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ElementKind.class)));
    }

    /** Whether the element may stand directly under the root of the file. */
    public boolean isTopLevel() {
        return this == SERVICE
                || this == REFERENCE
                || this == TRACING_EXPORTER
                || parents().isEmpty();
    }
}
