// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.GenericService;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.exception.ExceptionMappers;
import io.tern.rpc.spi.Ticker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.JUnitException;
import org.opentest4j.AssertionFailedError;

/** Exceptions of the test libraries stand for those of a jar that the consumer need not have. */
class ExceptionRuleTest {
    interface Plain {
        void run() throws JUnitException, java.io.IOException;

        void other();
    }

    static class OwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static class CheckedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private static Throwable sent(Class<?> service, String method, Throwable error) {
        return sent(Bench.service(service, null).settings(), method, error);
    }

    private static Throwable sent(ServiceSettings settings, String method, Throwable error) {
        Class<?> service = settings.serviceInterface();
        ServiceEntry entry = new ServiceEntry(
                settings,
                io.tern.rpc.spi.MethodDescriptor.of(service),
                (index, implementation, arguments) -> null,
                List.of(),
                null,
                null,
                new ExceptionMappers(List.of(), Ticker.SYSTEM),
                CallbackReceiver.Factory.NONE,
                null,
                Ticker.SYSTEM);
        ServiceMethod found = entry.method(method, Bench.head(service, method).descriptor());
        return entry.exceptionRule().toSend(error, Set.copyOf(found.descriptor().exceptionTypes()));
    }

    private static void assertTravels(String method, Throwable error) {
        assertThat(sent(Plain.class, method, error)).isSameAs(error);
    }

    private static void assertBecomesText(Class<?> service, String method, Throwable error) {
        Throwable sent = sent(service, method, error);
        assertThat(sent.getClass()).isEqualTo(RuntimeException.class);
        assertThat(sent.getCause()).isNull();
        assertThat(sent.getMessage())
                .startsWith(error.getClass().getName()
                        + (error.getMessage() == null ? "" : ": " + error.getMessage())
                        + System.lineSeparator())
                .contains("\tat ");
    }

    @Test
    void checkedExceptionsTravelDeclaredOrNot() {
        assertTravels("other", new CheckedException());
        assertTravels("other", new InterruptedException());
    }

    @Test
    void aDeclaredClassTravelsButItsSubclassDoesNot() {
        assertTravels("run", new JUnitException("declared"));
        assertBecomesText(Plain.class, "run", new ParameterResolutionException("only its parent is declared"));
        assertBecomesText(Plain.class, "other", new JUnitException("declared elsewhere"));
    }

    @Test
    void whatComesFromTheInterfacesJarOrTheJdkTravels() {
        assertTravels("other", new OwnException());
        assertTravels("other", new IllegalStateException("jdk"));
        assertTravels("other", new StackOverflowError());
        assertTravels("other", new javax.xml.xpath.XPathExpressionException("javax"));
    }

    @Test
    void errorsOfOtherJarsBecomeText() {
        assertBecomesText(Plain.class, "other", new AssertionFailedError("x"));
        assertBecomesText(Plain.class, "other", new JUnitException(null));
    }

    @Test
    void anInterfaceOfUnknownOriginLetsEverythingTravel() {
        JUnitException error = new JUnitException("x");
        assertThat(sent(Runnable.class, "run", error)).isSameAs(error);
        assertThat(sent(GenericService.class, "$invoke", error)).isSameAs(error);
    }

    @Test
    void everythingTravelsIfTheServiceSaysSo() {
        ServiceSettings all = Bench.service(Plain.class, null)
                .parameters(Map.of("tern.exceptions", "all"))
                .settings();
        JUnitException error = new JUnitException("of another jar");
        assertThat(sent(all, "other", error)).isSameAs(error);
        assertThat(sent(all, "other", new RemoteServiceException("com.acme.X", "gone")))
                .isExactlyInstanceOf(RuntimeException.class);
        assertThat(sent(
                        Bench.service(Plain.class, null)
                                .parameters(Map.of("tern.exceptions", "known"))
                                .settings(),
                        "other",
                        error))
                .isNotSameAs(error);
    }

    @Test
    void rpcExceptionsTravelAsThePlainClassWithCodeTextAndTrace() {
        RpcException plain = new RpcException(RpcException.BIZ_EXCEPTION, "biz");
        assertTravels("other", plain);

        RpcException special = new RpcLimitException("full", io.tern.rpc.CallFacts.NONE, plain);
        Throwable sent = sent(Plain.class, "other", special);
        assertThat(sent.getClass()).isEqualTo(RpcException.class);
        assertThat(sent).hasMessage("full").hasNoCause();
        assertThat(((RpcException) sent).isLimitExceed()).isTrue();
        assertThat(sent.getStackTrace()).isEqualTo(special.getStackTrace());
    }

    @Test
    void ternsStandInForAMissingClassBecomesText() {
        assertBecomesText(Runnable.class, "run", new RemoteServiceException("com.acme.X", "gone"));
    }

    @Test
    void wrappersOfFuturesAreTakenOff() {
        Throwable bare = new IllegalStateException("bare");
        assertThat(ExceptionRule.unwrap(new CompletionException(new ExecutionException(bare))))
                .isSameAs(bare);
        Throwable empty = new CompletionException("no cause", null);
        assertThat(ExceptionRule.unwrap(empty)).isSameAs(empty);
    }
}
