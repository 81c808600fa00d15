// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.EchoService;
import io.tern.rpc.GenericService;
import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcConfigException;
import io.tern.rpc.RpcException;
import io.tern.rpc.RpcLimitException;
import io.tern.rpc.RpcTimeoutException;
import io.tern.rpc.config.HookSettings;
import io.tern.rpc.core.fixture.FakeProvider.Received;
import io.tern.rpc.core.internal.mock.Mocks;
import io.tern.rpc.spi.CallMode;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.PeerDialect;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls without the interface: what is sent, and that the settings of the named method hold. */
class GenericReferenceTest {
    private static final String[] TYPES = {"java.lang.String"};

    private final Consumer consumer = new Consumer();

    @AfterEach
    void close() {
        consumer.close();
    }

    private static Object find(GenericService service, String id) {
        return service.$invoke("find", TYPES, new Object[] {id});
    }

    private Received last() {
        List<Received> all = consumer.provider().received();
        return all.get(all.size() - 1);
    }

    /** Hears what a hook is told. */
    public static final class Ears {
        final List<Object> heard = new CopyOnWriteArrayList<>();

        public void before(String method, String[] types, Object[] arguments) {
            heard.add("before " + method + types.length + arguments[0]);
        }

        public void after(Object result, String method, String[] types, Object[] arguments) {
            heard.add("after " + result + method + types.length + arguments[0]);
        }
    }

    @Test
    void theRealServiceIsCalledByInvokeWhateverTheProxyCalls() throws Exception {
        GenericService service = consumer.generic("true");
        consumer.provider().returns(Map.of("a", 1));

        assertThat(find(service, "x")).isEqualTo(Map.of("a", 1));
        assertThat(service.$invokeAsync("find", TYPES, new Object[] {"x"}).get())
                .isEqualTo(Map.of("a", 1));

        assertThat(consumer.provider().received()).hasSize(2).allSatisfy(received -> {
            assertThat(received.prepared().method().name()).isEqualTo("$invoke");
            assertThat(received.prepared().method().parameterDescriptor())
                    .isEqualTo("Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;");
            assertThat(received.prepared().head().interfaceName()).isEqualTo(DemoService.class.getName());
            assertThat(received.prepared().head().version()).isEqualTo("1.2");
            assertThat(received.prepared().head().group()).isEqualTo("blue");
            assertThat(received.prepared().head().attachments()).containsEntry("generic", "true");
            assertThat(received.call().arguments()).containsExactly("find", TYPES, new Object[] {"x"});
        });
        assertThat(consumer.provider().received().get(1).mode()).isEqualTo(CallMode.FUTURE);
        assertThat(consumer.provider().received().get(1).call().method())
                .hasToString(DemoService.class.getName() + "#find (generic)");
    }

    @Test
    void theFormOfTheReferenceIsSent() {
        GenericService service = consumer.generic("raw.return");
        consumer.provider().returns(1);
        find(service, "x");
        assertThat(last().prepared().head().attachments()).containsEntry("generic", "raw.return");
        assertThat(((EchoService) service).$echo(1)).isEqualTo(1);
        assertThat(last().prepared().method().name()).isEqualTo("$echo");
        assertThat(last().prepared().head().attachments()).doesNotContainKey("generic");
    }

    @Test
    void objectsAreDescribedAndDescriptionsSentAsTheyAre() throws Exception {
        GenericService service = consumer.generic("bean");
        JavaBeanDescriptor own = new JavaBeanDescriptor("com.acme.NotHere", JavaBeanDescriptor.TYPE_BEAN);
        consumer.provider().returns(own);
        Object[] arguments = {"x", own, null};

        assertThat(service.$invoke("find", null, arguments)).isSameAs(own);
        assertThat(last().prepared().head().attachments()).containsEntry("generic", "bean");
        Object[] sent = (Object[]) last().call().arguments()[2];
        assertThat(((JavaBeanDescriptor) sent[0]).getPrimitiveProperty()).isEqualTo("x");
        assertThat(sent[1]).isSameAs(own);
        assertThat(sent[2]).isNull();
        assertThat(arguments).as("the caller's").containsExactly("x", own, null);
        assertThat(service.$invokeAsync("find", null, null).get()).isSameAs(own);
        assertThat(last().call().arguments()[2]).isNull();

        Object endless = new Object() {
            public String getName() {
                throw new IllegalStateException("secret");
            }
        };
        int before = consumer.provider().received().size();
        assertThatThrownBy(() -> service.$invoke("find", null, new Object[] {1, endless}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Argument 1 of a generic call has no description: name of")
                .hasMessageNotContaining("secret");
        assertThat((Object) Consumer.saved()).isNull();
        assertThat(consumer.provider().received()).hasSize(before);
    }

    @Test
    void whatAProviderSaysOfItselfDecidesByWhichNamesItIsSpokenTo() {
        Map<Map<String, String>, PeerDialect> words = Map.of(
                Map.of(), PeerDialect.APACHE,
                Map.of("dubbo", "2.0.2"), PeerDialect.ALIBABA,
                Map.of("dubbo", "2.0.2", "release", "2.7.23"), PeerDialect.APACHE);
        words.forEach((said, dialect) -> {
            consumer.endpoints = List.of(Consumer.endpoint(Consumer.ADDRESS, said));
            GenericService service = consumer.generic("bean");
            consumer.provider().returns(null);
            find(service, "x");
            assertThat(last().prepared().head().dialect()).as("%s", said).isEqualTo(dialect);
        });
    }

    @Test
    void timeoutAndRetriesOfTheNamedMethodHold() {
        consumer.defaults.retries = 0;
        consumer.method("find").timeoutMillis = 50;
        consumer.method("find").retries = 1;
        GenericService service = consumer.generic("true");
        consumer.provider().silent();

        assertThatThrownBy(() -> find(service, "x"))
                .isInstanceOf(RpcTimeoutException.class)
                .hasMessageContaining("Tried 2 times")
                .hasMessageContaining(DemoService.class.getName() + "#find (generic)");
        assertThat(consumer.provider().received()).hasSize(2);
        assertThat(last().prepared().head().attachments()).containsEntry("timeout", "50");
        assertThat(last().call().deadlineNanos() - last().call().startNanos()).isEqualTo(100_000_000L);

        assertThatThrownBy(() -> service.$invoke("other", null, null)).isInstanceOf(RpcTimeoutException.class);
        assertThat(consumer.provider().received()).hasSize(3);
        assertThat(last().prepared().head().attachments()).containsEntry("timeout", "700");
        assertThat(last().prepared().method()).hasToString(DemoService.class.getName() + "#* (generic)");
    }

    @Test
    void s66AMethodThatIsAsynchronousByItsNameGivesAFuture() throws Exception {
        consumer.method("find").async = true;
        GenericService service = consumer.generic("true");
        consumer.provider().returns(Map.of("a", 1));

        assertThat(find(service, "x")).isNull();
        assertThat(Consumer.saved().get()).isEqualTo(Map.of("a", 1));
        assertThat(service.$invoke("other", null, null)).isEqualTo(Map.of("a", 1));
        assertThat(Consumer.saved()).isNull();
        CompletableFuture<Object> later = service.$invokeAsync("other", null, null);
        assertThat(Consumer.saved()).isSameAs(later);
        assertThat(later.get()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void aMethodWithoutReplyIsSentAndForgotten() {
        consumer.method("save").oneWay = true;
        GenericService service = consumer.generic("true");
        assertThat(service.$invoke("save", null, null)).isNull();
        assertThat(last().mode()).isEqualTo(CallMode.ONEWAY);
    }

    @Test
    void activesHoldForEachNamedMethod() {
        consumer.defaults.actives = 1;
        GenericService service = consumer.generic("true");
        CompletableFuture<Object> first = service.$invokeAsync("find", TYPES, new Object[] {"x"});
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> find(service, "y"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("actives");
        assertThat(Thread.interrupted()).isTrue();
        CompletableFuture<Object> other = service.$invokeAsync("save", null, null);
        assertThat(consumer.provider().received()).hasSize(2);
        first.cancel(true);
        other.cancel(true);
        assertThat(RpcLimitException.class).isAssignableTo(RpcException.class);
    }

    @Test
    void hooksOfTheNamedMethodSeeTheGenericCall() {
        Ears ears = new Ears();
        consumer.beans.put("ears", ears);
        consumer.method("find").onInvoke = new HookSettings("ears", "before");
        consumer.method("find").onReturn = new HookSettings("ears", "after");
        GenericService service = consumer.generic("true");
        consumer.provider().returns("r");
        find(service, "x");
        service.$invoke("other", TYPES, new Object[] {"y"});
        assertThat(ears.heard).containsExactly("before find1x", "after rfind1x");
    }

    @Test
    void hooksThatDoNotFitAreFoundAtStart() {
        consumer.beans.put("ears", new Ears());
        consumer.method("find").onReturn = new HookSettings("ears", "before");
        assertThatThrownBy(() -> {
                    consumer.generic("true");
                    throw new RpcConfigException(consumer.assembler().problems(consumer.settings()).stream()
                            .map(problem -> problem.message())
                            .toList());
                })
                .isInstanceOf(RpcConfigException.class)
                .hasMessageContaining("onreturn");
    }

    @Test
    void theMockOfTheNamedMethodAnswers() {
        consumer.method("find").mock = "return {'a': 1}";
        consumer.check = false;
        consumer.generic("true");
        consumer.mocked = new Mocks(consumer.ticker, () -> false).of(consumer.settings());
        GenericService service = consumer.generic("true");
        consumer.provider().goDown("nobody there");
        assertThat(find(service, "x")).isEqualTo(Map.of("a", 1));
        assertThatThrownBy(() -> service.$invoke("other", null, null)).isInstanceOf(RpcException.class);
        assertThat(Mocks.problems(consumer.settings())).isEmpty();
        consumer.method("find").mock = "nonsense of a mock";
        assertThat(Mocks.problems(consumer.settings())).isNotEmpty();
    }

    @Test
    void aCallWithoutANameIsRefusedAndLeavesNoFuture() {
        consumer.defaults.async = true;
        GenericService service = consumer.generic("true");
        find(service, "x");
        assertThat(Consumer.saved()).isNotNull();
        for (String name : new String[] {null, ""}) {
            assertThatThrownBy(() -> service.$invoke(name, null, null)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Consumer.saved()).isNull();
        assertThat(consumer.provider().received()).hasSize(1);
    }

    @Test
    void anyNumberOfNamesCostsNoMoreThanAThousand() {
        consumer.method("last").timeoutMillis = 50;
        GenericService service = consumer.generic("true");
        consumer.provider().returns(1);
        for (int i = 0; i < 1_100; i++) {
            service.$invoke("m" + i, null, null);
        }
        assertThat(last().call().method()).hasToString(DemoService.class.getName() + "#* (generic)");
        service.$invoke("last", null, null);
        assertThat(last().prepared().head().attachments()).containsEntry("timeout", "50");
        assertThat(last().call().method()).hasToString(DemoService.class.getName() + "#last (generic)");
    }

    @Test
    void namesBeyondThatWaitForNoLock() throws Throwable {
        List<MethodDescriptor> methods = MethodDescriptor.of(GenericService.class);
        consumer.generic("true");
        GenericCalls calls = new GenericCalls(
                methods,
                consumer.settings(),
                (method, settings, cluster) -> call -> ResponseFuture.completed("x"),
                consumer.ticker);
        MethodCall invoke = calls.of(GenericForm.invoke(methods));
        for (int i = 0; i < 1_001; i++) {
            invoke.call(new Object[] {"m" + i, null, null});
        }
        CompletableFuture<Object> other = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                other.complete(invoke.call(new Object[] {"new", null, null}));
            } catch (Throwable e) {
                other.completeExceptionally(e);
            }
        });
        synchronized (calls) {
            caller.start();
            assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("x");
        }
        caller.join();
    }

    @Test
    void failuresReachTheFuture() throws Exception {
        GenericService service = consumer.generic("true");
        consumer.provider().goDown("nobody there");
        CompletableFuture<Object> future = service.$invokeAsync("find", TYPES, new Object[] {"x"});
        assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(RpcException.class);
    }
}
