// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.mock;

import static org.assertj.core.api.Assertions.assertThat;

import io.tern.rpc.core.internal.mock.MockText.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockTextTest {
    @ParameterizedTest
    @CsvSource({
        "true, false, CLASS, ''",
        "TRUE, false, CLASS, ''",
        "default, false, CLASS, ''",
        "fail, false, CLASS, ''",
        "force, true, RETURN, null",
        "com.acme.FooMock, false, CLASS, com.acme.FooMock",
        "com.acme.Foo$Mock, false, CLASS, com.acme.Foo$Mock",
        "return, false, RETURN, null",
        "return null, false, RETURN, null",
        "' return   5 ', false, RETURN, 5",
        "'return {\"a\": 1}', false, RETURN, '{\"a\": 1}'",
        "throw, false, THROW, ''",
        "throw com.acme.FooException, false, THROW, com.acme.FooException",
        "force:return 5, true, RETURN, 5",
        "force: return 5, true, RETURN, 5",
        "force:throw, true, THROW, ''",
        "force:true, true, CLASS, ''",
        "force:com.acme.FooMock, true, CLASS, com.acme.FooMock",
        "fail:return null, false, RETURN, null",
        "fail:throw com.acme.FooException, false, THROW, com.acme.FooException",
    })
    void isTakenApart(String written, boolean force, Kind kind, String rest) {
        assertThat(MockText.of(written)).isEqualTo(new MockText(force, kind, rest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "force:",
                "fail: ",
                "retrun null",
                "return5 x",
                "throw two names",
                "throw 5",
                "5",
                "com..Foo",
                "com.acme.",
                "force:fail:return null",
                "{}",
                "a-b"
            })
    void isRefused(String written) {
        assertThat(MockText.of(written)).isNull();
    }
}
