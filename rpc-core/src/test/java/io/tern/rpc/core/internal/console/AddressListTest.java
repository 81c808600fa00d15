// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.1 | 10.0.0.1 | true",
                "10.0.0.1 | 10.0.0.2 | false",
                "10.0.0.0/8 | 10.200.3.4 | true",
                "10.0.0.0/8 | 11.0.0.1 | false",
                "132.12.10.13/24 | 132.12.10.200 | true",
                "132.12.10.13/24 | 132.12.11.1 | false",
                "10.0.*.* | 10.0.7.8 | true",
                "10.0.0.1-63 | 10.0.0.64 | false",
                "* | 192.0.2.1 | true",
                "fd00::1 | fd00:0:0:0:0:0:0:1 | true",
                "fd00::1 | fd00::2 | false",
                "fd00::/9 | fd7f::1 | true",
                "fd00::/9 | fd80::1 | false",
                "fd00::/9 | 10.0.0.1 | false",
                "::/0 | 2001:db8::1 | true",
                "10.0.0.0/8 | fd00::1 | false",
                "10.0.0.1,192.0.2.0/24 | 192.0.2.9 | true",
            })
    void holdsAddressesAndNetworks(String list, String address, boolean contained) throws Exception {
        AddressList addresses = new AddressList(Arrays.asList(list.split(",", -1)));
        assertThat(addresses.contains(InetAddress.getByName(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "example.org",
                "10.0.0.0/33",
                "10.0.0",
                "300.0.0.1",
                "fd00::/129",
                "fd00:::1",
                "::ffff:10.0.0.1/200",
                "10.0.0.1/x",
                "/8",
                ":",
                "a b",
                "fd00::1%eth0"
            })
    void whatIsNeitherIsRefusedAndNothingIsLookedUp(String text) {
        assertThatThrownBy(() -> new AddressList(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
