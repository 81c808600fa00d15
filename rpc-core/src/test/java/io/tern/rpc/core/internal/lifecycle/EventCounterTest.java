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
    @Test
    void eventsAreCountedAndToldOn() {
        List<Event> told = new ArrayList<>();
        EventCounter counter = new EventCounter(
                new RpcObserver() {
                    @Override
                    public void counted(Event event) {
                        told.add(event);
                    }
                },
                new FakeTicker());
        counter.counted(Event.LATE_REPLY);
        counter.counted(Event.LATE_REPLY);
        assertThat(counter.counts()).containsEntry(Event.LATE_REPLY, 2L).containsEntry(Event.BAD_FRAME, 0L);
        assertThat(told).containsExactly(Event.LATE_REPLY, Event.LATE_REPLY);
    }

    @Test
    void anObserverThatThrowsBreaksNothing() {
        EventCounter counter = new EventCounter(
                new RpcObserver() {
                    @Override
                    public void connectionOpened(InetSocketAddress remote) {
                        throw new IllegalStateException("the observer's own mistake");
                    }
                },
                new FakeTicker());
        assertThatCode(() -> counter.connectionOpened(new InetSocketAddress(1))).doesNotThrowAnyException();
        assertThat(counter.openConnections()).isEqualTo(1);
    }
}
