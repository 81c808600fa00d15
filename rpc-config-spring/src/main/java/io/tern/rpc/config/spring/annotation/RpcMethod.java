// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What {@code <dubbo:method>} is in XML, inside {@link RpcReference} or {@link RpcService}. An empty text counts as not written. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface RpcMethod {
    /** Name of the method, without parameters. Overloaded methods share one element. */
    String name();

    /** Settings of single arguments. */
    RpcArgument[] arguments() default {};

    /** Free settings. */
    RpcParameter[] parameters() default {};

    /** Most concurrent calls of each method. A call over the limit waits, at most for the timeout. 0 means no limit. */
    String actives() default "";

    /**
     * The call returns at once, with null or the zero value, and the result comes through the future of the calling
     * thread. A written false is honoured even under a reference that is asynchronous.
     */
    String async() default "";

    /** Keep results on the consumer and answer repeated calls from there. */
    String cache() default "";

    /** In the schemas of Dubbo 2, without effect there too. */
    String connections() default "";

    /** Consumers of Dubbo log an error when they call the method. */
    String deprecated() default "";

    /**
     * Most concurrent executions of each method in the provider. A call over the limit is refused at once. 0 means no
     * limit.
     */
    String executes() default "";

    /** Most calls that the cluster failback keeps for another attempt. */
    String failbacktasks() default "";

    /** false: the call is one-way; no reply is expected and there is no future, even with async="true". */
    String isReturn() default "";

    /** Which of several providers takes a call. */
    String loadbalance() default "";

    /** How the results of several groups become one: the name of a merger, or a dot and a method of the result. */
    String merger() default "";

    /**
     * What a call returns when no provider answers: true or default for the class named by the interface followed by
     * Mock, another class, return with a value, or throw with an exception class. With force: in front the provider is
     * not even asked; fail: in front means the same as nothing.
     */
    String mock() default "";

    /** bean.method that is called before sending, with the result, or with the error. */
    String oninvoke() default "";

    /** bean.method that is called before sending, with the result, or with the error. */
    String onreturn() default "";

    /** bean.method that is called before sending, with the result, or with the error. */
    String onthrow() default "";

    /** A relic of a message queue protocol. */
    String reliable() default "";

    /**
     * Further attempts of the cluster failover after network errors and timeouts, never after exceptions of the
     * service. Less than 0 counts as 0.
     */
    String retries() default "";

    /** Old form: false means retries="0". */
    String retry() default "";

    /**
     * true: the calling thread waits until the message has left the process, at most for the timeout, and a failure is
     * thrown. false: it is enough that the message is queued.
     */
    String sent() default "";

    /** A relic of a message queue protocol. */
    String stat() default "";

    /** Stay with one provider as long as it lives. */
    String sticky() default "";

    /**
     * Longest time from the call until the caller gets a timeout error; connecting, sending and waiting are counted.
     */
    String timeout() default "";

    /** Check arguments by Bean Validation. */
    String validation() default "";
}
