// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.RemoteServiceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrappedTextTest {
    /** What providers send, Apache's and ours. */
    private static RuntimeException wrapped(Throwable error, String lineEnd) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.print(error.getClass().getName());
        if (error.getMessage() != null) {
            out.print(": " + error.getMessage());
        }
        out.println();
        error.printStackTrace(out);
        return new RuntimeException(text.toString().replace(System.lineSeparator(), lineEnd));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"out of paper", "several: lines\nof text", " "})
    void aWrappedExceptionKnowsItsClassMessageAndTrace(String message) {
        for (String lineEnd : new String[] {"\n", "\r\n"}) {
            IllegalStateException error = new IllegalStateException(message, new ArithmeticException("cause"));
            RemoteServiceException unwrapped = (RemoteServiceException) WrappedText.unwrapped(wrapped(error, lineEnd));
            assertThat(unwrapped.remoteClassName()).isEqualTo("java.lang.IllegalStateException");
            assertThat(unwrapped)
                    .hasMessage("java.lang.IllegalStateException: "
                            + (message == null ? "null" : message.replace("\n", lineEnd)));
            assertThat(unwrapped.remoteStackTrace())
                    .startsWith("java.lang.IllegalStateException")
                    .contains("at " + WrappedTextTest.class.getName())
                    .contains("Caused by: java.lang.ArithmeticException: cause");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "plain",
                "com.acme.Oops: without a trace",
                "com.acme.Oops: x\ncom.acme.Other: x\n\tat com.acme.A.b(A.java:1)",
                "Oops: x\nOops: x\n\tat a"
            })
    void otherTextsStayAsTheyAre(String message) {
        RuntimeException plain = new RuntimeException(message);
        assertThat(WrappedText.unwrapped(plain)).isSameAs(plain);
        IllegalStateException other = new IllegalStateException(
                wrapped(new ArithmeticException("x"), "\n").getMessage());
        assertThat(WrappedText.unwrapped(other)).isSameAs(other);
    }

    @Test
    void aLongTextOfAHostilePeerCostsLittle() {
        String name = "a.b";
        String text = name + ": x" + ("\n" + name + ": x").repeat(200_000);
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThat(WrappedText.unwrapped(new RuntimeException(text)))
                        .hasMessage(text));
    }
}
