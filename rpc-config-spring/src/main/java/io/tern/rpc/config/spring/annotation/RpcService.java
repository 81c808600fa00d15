// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@code <dubbo:service>} is in XML, on the class that serves or on a {@code @Bean} method: the bean is offered to other
 * processes. A class in a package that {@link EnableRpc} or {@code <dubbo:annotation package="…"/>} names becomes a bean by
 * this annotation; elsewhere it has to be one. The interface is the only one that the class implements, those of the JDK and
 * of Spring not counted, unless it is written.
 *
 * <p>Each attribute of the XML element is here by the same name, in camel case, and means the same; it is a text, which may
 * hold placeholders and, except for names and classes, expressions of Spring. An empty text counts as not written.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface RpcService {
    /** The interface that is offered; {@code void} means the only one of the class. */
    Class<?> interfaceClass() default void.class;

    /** Settings of single methods. */
    RpcMethod[] methods() default {};

    /** Free settings. */
    RpcParameter[] parameters() default {};

    /** true writes one line for each call to the log; a path writes it to that file. */
    String accesslog() default "";

    /** Default for consumers: most concurrent calls of each method. */
    String actives() default "";

    /** Id of the application element. */
    String application() default "";

    /** Default for consumers of Dubbo: asynchronous calls. Consumers of Tern decide it themselves. */
    String async() default "";

    /** Keep results on the consumer and answer repeated calls from there. */
    String cache() default "";

    /** Most callback objects of one connection. */
    String callbacks() default "";

    /** Default for consumers: what to do when a provider fails. */
    String cluster() default "";

    /** Default for consumers: number of own connections to each provider. */
    String connections() default "";

    /** Export so long after the Spring context was refreshed. -1, 0 and absent: as soon as it is refreshed. */
    String delay() default "";

    /** Consumers log an error when they refer to the service. */
    String deprecated() default "";

    /** Address of the documentation of the service. */
    String document() default "";

    /** false: the registry entry stays after the process has ended. */
    String dynamic() default "";

    /**
     * Most concurrent executions of each method in the provider. A call over the limit is refused at once. 0 means no
     * limit.
     */
    String executes() default "";

    /** Bean id of a thread pool for this service alone. */
    String executor() default "";

    /** false: do not export the service. */
    String export() default "";

    /** Whether services are exported in parallel. */
    String exportAsync() default "";

    /** Most calls that the cluster failback keeps for another attempt. */
    String failbacktasks() default "";

    /**
     * Filters around each call, as a comma list. -name removes one, -default removes the built-in ones, default marks
     * their place.
     */
    String filter() default "";

    /** Number of parallel calls of the cluster forking. */
    String forks() default "";

    /** Whether the implementation is a GenericService. */
    String generic() default "";

    /** Group of the service; it must be the same on both sides. */
    String group() default "";

    /** Bean id of the element. */
    String id() default "";

    /** Interface of the service. */
    String interfaceName() default "";

    /** Layer of the system the service belongs to. */
    String layer() default "";

    /** Listeners that are told about new and ended references or services. */
    String listener() default "";

    /** Default for consumers: which of several providers takes a call. */
    String loadbalance() default "";

    /** Old form of stub; true stands for the interface name followed by Local. */
    String local() default "";

    /** How the results of several groups become one: the name of a merger, or a dot and a method of the result. */
    String merger() default "";

    /**
     * What a call returns when no provider answers: true or default for the class named by the interface followed by
     * Mock, another class, return with a value, or throw with an exception class. With force: in front the provider is
     * not even asked; fail: in front means the same as nothing.
     */
    String mock() default "";

    /** Id of the module element. */
    String module() default "";

    /** Id of the monitor element. */
    String monitor() default "";

    /** Method that is called when a connection was opened, or was closed. */
    String onconnect() default "";

    /** Method that is called when a connection was opened, or was closed. */
    String ondisconnect() default "";

    /** People who answer for the service. */
    String owner() default "";

    /** Name of the service on the wire. */
    String path() default "";

    /** Largest message of this service in either direction. */
    String payload() default "";

    /** Serializations in order of preference. Tern takes the first one it has, and announces hessian2. */
    String preferSerialization() default "";

    /** Ids or names of protocols as a comma list. */
    String protocol() default "";

    /** Id of the provider element that holds the defaults of this service. */
    String provider() default "";

    /** How proxies are made. */
    String proxy() default "";

    /** false: the service can be reached but is not published in registries. */
    String register() default "";

    /** Ids of registries as a comma list. N/A, in any case, means none. */
    String registry() default "";

    /** Default for consumers: further attempts after network errors and timeouts. */
    String retries() default "";

    /** local: offer only inside this process. remote: offer only to other processes. */
    String scope() default "";

    /**
     * Default for consumers of Dubbo: wait until the message has left the process. Consumers of Tern decide it
     * themselves.
     */
    String sent() default "";

    /** How objects are written to the wire. */
    String serialization() default "";

    /** Class on the consumer's side that wraps the proxy; true stands for the interface name followed by Stub. */
    String stub() default "";

    /** Label by which calls and providers are matched: a call with a tag prefers providers that have it. */
    String tag() default "";

    /**
     * Longest time from the call until the caller gets a timeout error; connecting, sending and waiting are counted.
     */
    String timeout() default "";

    /** Calls without this token are refused. true makes a random one. It is never written to a log or a message. */
    String token() default "";

    /** Check arguments by Bean Validation. */
    String validation() default "";

    /** Version of the service; it must be the same on both sides. */
    String version() default "";

    /** Time after start in which the share of calls grows to the full weight. */
    String warmup() default "";

    /** Share of calls that this provider takes. 0 takes none. */
    String weight() default "";
}
