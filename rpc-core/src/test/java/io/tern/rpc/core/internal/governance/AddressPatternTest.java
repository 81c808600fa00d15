// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPatternTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.10, false",
        "10.0.0.1:20880, 10.0.0.1, true",
        "10.0.0.1:20881, 10.0.0.1, false",
        "0.0.0.0:20880, 10.0.0.1, true",
        "0.0.0.0:20881, 10.0.0.1, false",
        "0.0.0.0, 10.0.0.1, false",
        "*, 10.0.0.1, true",
        "*.*.*.*, stock-1, true",
        "10.0.*.*, 10.0.7.1, true",
        "10.0.*.*, 10.1.7.1, false",
        "10.0.*.*:20880, 10.0.7.1, true",
        "10.0.*.*:20881, 10.0.7.1, false",
        "10.0.0.1-63, 10.0.0.63, true",
        "10.0.0.1-63, 10.0.0.64, false",
        "10.0.0.0/24, 10.0.0.255, true",
        "10.0.0.0/24, 10.0.1.0, false",
        "10.0.0.128/25, 10.0.0.127, false",
        "10.0.0.200/25, 10.0.0.128, true",
        "10.0.8.0/21, 10.0.15.1, true",
        "10.0.8.0/21, 10.0.16.1, false",
        "0.0.0.0/0, 192.168.1.1, true",
        "10.0.0.1/32, 10.0.0.1, true",
        "10.0.0.0/8, stock-1, false",
        "stock-1, stock-1, true",
        "stock-1:20880, stock-1, true",
        "::1, ::1, true",
        "[::1]:20880, ::1, true",
        "[::1]:20881, ::1, false"
    })
    void knowsDubbosForms(String pattern, String host, boolean matches) {
        assertThat(AddressPattern.of(pattern).matches(host, 20_880)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "10.0.0.256",
                "10.0.0.1:0",
                "10.0.0.1:70000",
                "10.0.0.1:x",
                "10.0.0.0/33",
                "10.0.0.0/",
                "stock/24",
                "2001:db8::/32",
                "10.0.0.1-2-3",
                "10.0.0.-",
                "a b",
                "a,b",
                "http://a"
            })
    void otherFormsAreRefused(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressPattern.of(pattern));
    }
}
