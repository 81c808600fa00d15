// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.orders.Order;
import io.tern.rpc.EchoService;
import io.tern.rpc.GenericException;
import io.tern.rpc.RemoteServiceException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcSerializationException;
import io.tern.rpc.config.ArgumentSettings;
import io.tern.rpc.core.fixture.FakeProvider.Received;
import io.tern.rpc.core.internal.consumer.DemoService.OutOfPaper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An interface's methods at a provider whose entry says that it is a generic service. */
class GenericProviderTest {
    interface Store {
        Order put(Order item, int[] numbers);

        int count();

        CompletableFuture<Order> later(Order item);

        void fail() throws OutOfPaper;

        int watch(String shelf, Ear ear);
    }

    interface Ear {
        void hear(String text);
    }

    private final Consumer consumer = new Consumer();

    @BeforeEach
    void store() {
        consumer.serviceInterface = Store.class;
        consumer.gate.open(Store.class);
        consumer.endpoints = List.of(Consumer.endpoint(Consumer.ADDRESS, Map.of("generic", "true")));
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    private Store reference() {
        return (Store) consumer.assemble().proxy();
    }

    private Received last() {
        List<Received> all = consumer.provider().received();
        return all.get(all.size() - 1);
    }

    private static Order item(String name) {
        Order item = new Order();
        item.setName(name);
        return item;
    }

    private static Map<String, Object> plain(String name) {
        return Map.of("class", Order.class.getName(), "name", name, "lines", List.of());
    }

    @Test
    void argumentsGoAsPlainValuesAndTheResultComesBackTyped() throws Exception {
        Store store = reference();
        consumer.provider().returns(plain("answer"));

        assertThat(store.put(item("bolt"), new int[] {1}).getName()).isEqualTo("answer");
        assertThat(last().prepared().method().name()).isEqualTo("$invoke");
        assertThat(last().prepared().head().attachments()).containsEntry("generic", "true");
        assertThat(last().call().arguments())
                .containsExactly(
                        "put", new String[] {Order.class.getName(), "int[]"}, new Object[] {plain("bolt"), new int[] {1}
                        });

        CompletableFuture<Order> later = store.later(item("nut"));
        assertThat(later.get().getName()).isEqualTo("answer");
        assertThat(Consumer.saved()).isSameAs(later);
        consumer.provider().returns(7L);
        assertThat(store.count()).isEqualTo(7);
    }

    @Test
    void itIsTriedAgainWithItsFullTimeLikeEveryCall() {
        Store store = reference();
        consumer.provider().silent();
        assertThatThrownBy(store::count).hasMessageContaining("Tried 3 times");
        assertThat(consumer.provider().received()).hasSize(3);
    }

    @Test
    void exceptionsBecomeThemselvesWhereTheirClassIsHere() {
        Store store = reference();
        consumer.provider().throwing(new GenericException(IllegalStateException.class.getName(), "state"));
        assertThatThrownBy(store::count)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("state");
        consumer.provider().throwing(new GenericException("com.acme.NotHere", "gone"));
        assertThatThrownBy(store::count)
                .isInstanceOf(RemoteServiceException.class)
                .hasMessage("com.acme.NotHere: gone");
        // Of this one an exception cannot be made from a message alone.
        consumer.provider().throwing(new GenericException(OutOfPaper.class.getName(), "no paper"));
        assertThatThrownBy(store::fail).isInstanceOf(RemoteServiceException.class);
        assertThatThrownBy(() -> store.later(item("x")).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RemoteServiceException.class);
        assertThat(consumer.provider().received()).hasSize(4);
    }

    @Test
    void aResultOfAnotherTypeFailsTheCallWithTheReason() {
        Store store = reference();
        consumer.provider().returns("secret");
        assertThatThrownBy(store::count)
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("Store#count() declares: a text is no java.lang.Integer")
                .hasMessageNotContaining("secret");
    }

    @Test
    void anObjectToBeCalledBackIsRefusedAndNotSentAsAMap() {
        consumer.method("watch").arguments = List.of(new ArgumentSettings(1, null, true));
        consumer.method("watch").retries = 0;
        Store store = reference();
        consumer.provider().returns(1);

        assertThatThrownBy(() -> store.watch("a", text -> {}))
                .isInstanceOf(RpcSerializationException.class)
                .hasMessageContaining("Store#watch")
                .hasMessageContaining("argument 2");
        assertThat(consumer.provider().received()).isEmpty();
        assertThat(store.watch("a", null)).isEqualTo(1);
    }

    @Test
    void failuresOfTheTransportStayWhatTheyAre() {
        Store store = reference();
        consumer.provider().goDown("nobody there");
        assertThatThrownBy(store::count).isInstanceOf(RpcException.class).hasMessageContaining("Not sent");
        consumer.provider().comeUp();
        consumer.provider().returns("x");
        assertThat(((EchoService) store).$echo("x")).isEqualTo("x");
        assertThat(last().prepared().method().name()).isEqualTo("$echo");
    }

    @Test
    void oneWayAndAsynchronousMethodsKeepTheirStyle() throws Exception {
        consumer.method("put").async = true;
        consumer.method("count").oneWay = true;
        Store store = reference();
        consumer.provider().returns(plain("answer"));
        assertThat(store.put(item("x"), new int[0])).isNull();
        assertThat(((Order) Consumer.saved().get()).getName()).isEqualTo("answer");
        assertThat(store.count()).isZero();
    }
}
