// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@code <dubbo:reference>} is in XML, where the reference is used: on a field, on a setter, on a parameter of a
 * constructor, of a {@code @Bean} method or of an autowired method, or on a {@code @Bean} method, whose bean then is the
 * reference; its body never runs. The interface is the type found there. Needs {@link EnableRpc} or
 * {@code <dubbo:annotation/>}.
 *
 * <p>Each attribute of the XML element is here by the same name, in camel case, and means the same; it is a text, which may
 * hold placeholders and, except for names and classes, expressions of Spring. An empty text counts as not written.
 *
 * <p>The reference is a bean like one from XML, named by its id or its interface; places that write the same share one.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
public @interface RpcReference {
    /** The interface, where it is not the type of the field or parameter; {@code void} means that type. */
    Class<?> interfaceClass() default void.class;

    /** Settings of single methods. */
    RpcMethod[] methods() default {};

    /** Free settings. */
    RpcParameter[] parameters() default {};

    /** Most concurrent calls of each method. A call over the limit waits, at most for the timeout. 0 means no limit. */
    String actives() default "";

    /** Id of the application element. */
    String application() default "";

    /**
     * The call returns at once, with null or the zero value, and the result comes through the future of the calling
     * thread. A written false is honoured even under a reference that is asynchronous.
     */
    String async() default "";

    /** Keep results on the consumer and answer repeated calls from there. */
    String cache() default "";

    /** Most callback objects of one connection. */
    String callbacks() default "";

    /** Whether start fails when no provider can be reached. */
    String check() default "";

    /** Network library. netty and netty4 mean the same here. */
    String client() default "";

    /** What to do when a provider fails. Calls to several groups with a merger have mergeable as default. */
    String cluster() default "";

    /** Number of own connections to each provider, instead of the shared one. 0 shares. */
    String connections() default "";

    /** Id of the consumer element that holds the defaults of this reference. */
    String consumer() default "";

    /** Belongs to services. */
    String executes() default "";

    /** Most calls that the cluster failback keeps for another attempt. */
    String failbacktasks() default "";

    /**
     * Filters around each call, as a comma list. -name removes one, -default removes the built-in ones, default marks
     * their place.
     */
    String filter() default "";

    /** Number of parallel calls of the cluster forking. */
    String forks() default "";

    /** Call without the interface class, through GenericService. */
    String generic() default "";

    /**
     * Group of the service to call; it must be the same on both sides. With registries, a comma list is several groups
     * and * any; with a merger, a call goes to each of them.
     */
    String group() default "";

    /** Bean id of the element. */
    String id() default "";

    /** Whether the reference connects when the Spring context is refreshed. */
    String init() default "";

    /** Old form of scope: true is local, false is remote. */
    String injvm() default "";

    /** Interface of the service. */
    String interfaceName() default "";

    /** Layer of the system the service belongs to. */
    String layer() default "";

    /** Connect at the first call. */
    String lazy() default "";

    /** Listeners that are told about new and ended references or services. */
    String listener() default "";

    /** Which of several providers takes a call. */
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

    /** Serializations in order of preference. Tern takes the first one it has, and announces hessian2. */
    String preferSerialization() default "";

    /** Use only providers of this protocol. */
    String protocol() default "";

    /** Names of applications that provide the service. */
    String providedBy() default "";

    /** Namespace of providers in a service mesh. */
    String providerNamespace() default "";

    /** Port of providers in a service mesh. */
    String providerPort() default "";

    /** How proxies are made. */
    String proxy() default "";

    /**
     * Longest pause between attempts to connect again; the first attempts follow each other faster. false or 0 switches
     * it off.
     */
    String reconnect() default "";

    /** Whether references are created in parallel. */
    String referAsync() default "";

    /** Ids of registries as a comma list. N/A, in any case, means none. */
    String registry() default "";

    /**
     * Further attempts of the cluster failover after network errors and timeouts, never after exceptions of the
     * service. Less than 0 counts as 0.
     */
    String retries() default "";

    /** Routers to use. */
    String router() default "";

    /** local: call only inside this process. remote: never inside this process. */
    String scope() default "";

    /**
     * true: the calling thread waits until the message has left the process, at most for the timeout, and a failure is
     * thrown. false: it is enough that the message is queued.
     */
    String sent() default "";

    /** How objects are written to the wire. */
    String serialization() default "";

    /** Names of applications that provide the service. */
    String services() default "";

    /** Stay with one provider as long as it lives. */
    String sticky() default "";

    /** Class on the consumer's side that wraps the proxy; true stands for the interface name followed by Stub. */
    String stub() default "";

    /** Label by which calls and providers are matched: a call with a tag prefers providers that have it. */
    String tag() default "";

    /**
     * Longest time from the call until the caller gets a timeout error; connecting, sending and waiting are counted.
     */
    String timeout() default "";

    /** Leave out the choice of provider, for a service mesh. */
    String unloadClusterRelated() default "";

    /**
     * Address of one provider, or of several separated by semicolons, called directly and without a registry. The
     * protocol and the path may be left out.
     */
    String url() default "";

    /** Check arguments by Bean Validation. */
    String validation() default "";

    /** Version of the service to call; it must be the same on both sides. With registries, * is any version. */
    String version() default "";
}
