// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.demo.consumer.CallReport.Kind;
import io.tern.rpc.demo.consumer.SteadyConsumerMain;
import org.junit.jupiter.api.Test;

class CallLogTest {
    private final CallLog log = new CallLog();

    @Test
    void clockStartsWhenTheConsumerBegins() {
        assertThatThrownBy(log::now).isInstanceOf(IllegalStateException.class);

        log.line(SteadyConsumerMain.READY);

        assertThat(log.now()).isPositive();
    }

    @Test
    void linesThatReportACallAreCallsAndOthersAreNot() {
        log.line("WARN this is printed before the consumer begins");
        log.line(SteadyConsumerMain.READY);
        log.line("call RIGHT 40000000 A");
        log.line("WARN and this between the calls");
        log.line("call FAILED 1000000 RpcException: of several words");

        assertThat(log.calls().all()).hasSize(2);
        assertThat(log.calls().answersOf("A")).isEqualTo(1);
        assertThat(log.calls().count(Kind.FAILED)).isEqualTo(1);
        assertThat(log.calls().firstFault()).contains("RpcException: of several words");
    }
}
