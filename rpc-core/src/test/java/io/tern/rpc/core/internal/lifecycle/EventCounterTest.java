// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.tern.rpc.core.fixture.FakeTicker;
import io.tern.rpc.spi.RpcObserver;
import io.tern.rpc.spi.RpcObserver.Event;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCounterTest {
    private static EventCounter counter(RpcObserver... observers) {
        return new EventCounter(List.of(observers), new FakeTicker());
    }

    @Test
    void eventsAreCountedAndToldOn() {
        List<Event> told = new ArrayList<>();
        EventCounter counter = counter(new RpcObserver() {
            @Override
            public void counted(Event event) {
                told.add(event);
            }
        });
        counter.counted(Event.LATE_REPLY);
        counter.counted(Event.LATE_REPLY);
        assertThat(counter.counts()).containsEntry(Event.LATE_REPLY, 2L).containsEntry(Event.BAD_FRAME, 0L);
        assertThat(told).containsExactly(Event.LATE_REPLY, Event.LATE_REPLY);
    }

    @Test
    void anObserverThatThrowsBreaksNothingAndKeepsNobodyFromHearing() {
        List<InetSocketAddress> heard = new ArrayList<>();
        RpcObserver hearing = new RpcObserver() {
            @Override
            public void connectionOpened(InetSocketAddress remote) {
                heard.add(remote);
            }
        };
        EventCounter counter = counter(hearing, new RpcObserver() {
            @Override
            public void connectionOpened(InetSocketAddress remote) {
                throw new IllegalStateException("the observer's own mistake");
            }
        });
        counter.join(hearing);
        assertThatCode(() -> counter.connectionOpened(new InetSocketAddress(1))).doesNotThrowAnyException();
        assertThat(counter.openConnections()).isEqualTo(1);
        assertThat(heard).as("before and after the one that throws").hasSize(2);
    }
}
