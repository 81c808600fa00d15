// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.orders.Line;
import com.acme.orders.Order;
import io.tern.rpc.AsyncContext;
import io.tern.rpc.CallFacts;
import io.tern.rpc.GenericException;
import io.tern.rpc.JavaBeanDescriptor;
import io.tern.rpc.ResponseFuture;
import io.tern.rpc.RpcContext;
import io.tern.rpc.RpcForbiddenException;
import io.tern.rpc.config.ServiceMethodSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.provider.FakeCall.Reply;
import io.tern.rpc.spi.Filter;
import io.tern.rpc.spi.Invocation;
import io.tern.rpc.spi.Invoker;
import io.tern.rpc.spi.transport.ReplyStatus;
import io.tern.rpc.spi.transport.RequestHead;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generic calls to a service that has an interface. */
class GenericCallsTest {
    private static final String DESCRIPTOR = "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/Object;";

    /** No interface leads to it. */
    public static final class Stranger {}

    interface Base<T> {
        T same(T value);
    }

    interface Shop extends Base<Order> {
        Order add(Order order, List<Line> lines);

        String find(String id);

        String find(int id);

        int count(int[] numbers, String[] names, Line[] lines);

        void fail(String how) throws IOException;

        CompletableFuture<Order> later(String name);

        Order promise();

        Object hang();
    }

    static final class ShopServer implements Shop {
        final CountDownLatch go = new CountDownLatch(1);
        final List<Boolean> hanging = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<Order>> futures = new CopyOnWriteArrayList<>();
        final List<AsyncContext> promises = new CopyOnWriteArrayList<>();

        @Override
        public Order same(Order value) {
            return value;
        }

        @Override
        public Order add(Order order, List<Line> lines) {
            order.getLines().addAll(lines);
            return order;
        }

        @Override
        public String find(String id) {
            return "text " + id;
        }

        @Override
        public String find(int id) {
            return "number " + id;
        }

        @Override
        public int count(int[] numbers, String[] names, Line[] lines) {
            return numbers.length + names.length + lines[0].count();
        }

        @Override
        public void fail(String how) throws IOException {
            if (how.equals("checked")) {
                throw new IOException("disk");
            }
            throw new IllegalStateException("state");
        }

        @Override
        public CompletableFuture<Order> later(String name) {
            CompletableFuture<Order> future = new CompletableFuture<>();
            futures.add(future);
            return future;
        }

        @Override
        public Order promise() {
            promises.add(RpcContext.startAsync());
            return new Order();
        }

        @Override
        public Object hang() {
            hanging.add(true);
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Stranger();
        }
    }

    private final Bench bench = new Bench();
    private final ShopServer server = new ShopServer();

    @AfterEach
    void close() {
        server.go.countDown();
        bench.close();
    }

    private Bench.Service<Shop> shop() {
        return Bench.service(Shop.class, server).parameter("tern.generic", "true");
    }

    private void exportShop(Filter... filters) {
        bench.export(shop().settings(), filters);
    }

    private FakeCall request(String wire, String form, String method, String @Nullable [] types, Object... arguments) {
        RequestHead head = new RequestHead("2.0.2", Shop.class.getName(), "0.0.0", wire, DESCRIPTOR);
        Map<String, Object> attachments = form.isEmpty() ? Map.of() : Map.of("generic", form);
        return bench.send(bench.call(head, attachments, method, types, arguments));
    }

    private Reply invoke(String method, String @Nullable [] types, Object... arguments) {
        return request("$invoke", "true", method, types, arguments).reply();
    }

    private static String[] types(String... types) {
        return types;
    }

    private static Map<String, Object> order(String name) {
        return new HashMap<>(Map.of("class", Order.class.getName(), "name", name, "lines", new ArrayList<>()));
    }

    @Test
    void withoutLeaveAllGenericCallsAreRefusedUnreadAndTheTextSaysHowToAllowThem() {
        bench.export(Bench.service(Shop.class, server).settings());
        for (String wire : List.of("$invoke", "$invokeAsync")) {
            FakeCall call = request(wire, "true", "find", types("int"), 1);
            assertThat(call.reply().status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
            assertThat(call.reply().text())
                    .contains(
                            "Generic calls are off for this service",
                            "<dubbo:parameter key=\"tern.generic\" value=\"true\"/>");
            assertThat(call.isDecoded()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ljava/lang/String;", "Ljava/lang/String;[Ljava/lang/String;[Ljava/lang/String;"})
    void onlyTheExactDescriptorIsServed(String descriptor) {
        exportShop();
        RequestHead head = new RequestHead("2.0.2", Shop.class.getName(), "0.0.0", "$invoke", descriptor);
        FakeCall call = bench.send(bench.call(head, Map.of(), "find", types("int"), new Object[] {1}));
        assertThat(call.reply().status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(call.isDecoded()).isFalse();
    }

    @Test
    void argumentsBecomeTheDeclaredTypesAndTheResultAMap() {
        exportShop();
        Map<String, Object> order = order("first");
        Reply reply = invoke(
                "add",
                types(Order.class.getName(), "java.util.List"),
                order,
                List.of(Map.of("article", "bolt", "count", "3")));
        Map<String, Object> expected = order("first");
        expected.put("lines", List.of(Map.of("class", Line.class.getName(), "article", "bolt", "count", 3)));
        assertThat(reply.value()).isEqualTo(expected);

        for (String[] names : List.of(
                types("int[]", "java.lang.String[]", Line.class.getCanonicalName() + "[]"),
                types("[I", "[Ljava.lang.String;", Line[].class.getName()))) {
            assertThat(invoke("count", names, List.of(1, 2), new Object[] {"a"}, List.of(Map.of("count", 5)))
                            .value())
                    .isEqualTo(8);
        }
        // The parameter is a type variable, whose meaning the interface's header says.
        Map<String, Object> untyped = order("second");
        untyped.remove("class");
        assertThat(invoke("same", null, untyped).value()).isEqualTo(order("second"));
    }

    @Test
    void theMethodIsFoundByItsTypesAndAloneByItsName() {
        exportShop();
        assertThat(invoke("find", types("java.lang.String"), "7").value()).isEqualTo("text 7");
        assertThat(invoke("find", types("int"), "7").value()).isEqualTo("number 7");
        Reply ambiguous = invoke("find", null, "7");
        assertThat(ambiguous.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(ambiguous.text())
                .contains("Several methods " + Shop.class.getName() + "#find", "find(java.lang.String)", "find(int)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gone   | java.lang.String | No method",
                "find   | long             | No method",
                "find   | javax.evil.Type  | No method",
                "fail   |                  | takes 1 arguments, and this generic call brings 2",
                "$echo  |                  | No method",
                "count  |                  | takes 3 arguments",
            })
    void whatIsNotDeclaredIsRefused(String method, @Nullable String type, String reason) {
        exportShop();
        Reply reply = invoke(method, type == null ? null : types(type), "secret", "secret");
        Reply one = type == null ? reply : invoke(method, types(type), "secret");
        assertThat(one.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(one.text()).contains(reason).doesNotContain("secret");
    }

    @Test
    void argumentsThatDoNotFitAreRefusedByPlaceAndWithoutTheirValues() {
        exportShop();
        Map<String, Object> order = order("x");
        order.put("lines", List.of(Map.of("count", "secret")));
        assertThat(invoke("same", null, order).text())
                .contains("Argument 0 of " + Shop.class.getName() + "#same", "lines of", "a text is no")
                .doesNotContain("secret");
        assertThat(invoke("find", types("int"), (Object) null).text()).contains("is null, which no int is");
        order = order("x");
        order.put("class", Stranger.class.getName());
        assertThat(invoke("same", null, order).text())
                .contains("class " + Stranger.class.getName() + " is not admitted");
        assertThat(bench.events).contains(io.tern.rpc.spi.RpcObserver.Event.REQUEST_REFUSED);
    }

    @Test
    void exceptionsOfTheServiceAreDescribed() {
        exportShop();
        GenericException unchecked =
                (GenericException) invoke("fail", null, "any").error();
        assertThat(unchecked.getExceptionClass()).isEqualTo(IllegalStateException.class.getName());
        assertThat(unchecked.getExceptionMessage()).isEqualTo("state");
        assertThat(unchecked)
                .hasMessageStartingWith("java.lang.IllegalStateException: state")
                .hasMessageContaining("\tat ");
        GenericException checked =
                (GenericException) invoke("fail", null, "checked").error();
        assertThat(checked.getExceptionClass()).isEqualTo(IOException.class.getName());
    }

    @Test
    void resultsThatComeLaterAreConvertedToo() {
        exportShop();
        for (String wire : List.of("$invoke", "$invokeAsync")) {
            FakeCall call = request(wire, "true", "later", null, "x");
            awaitSize(server.futures);
            Order order = new Order();
            order.setName("late");
            server.futures.remove(0).complete(order);
            assertThat(call.reply().value()).isEqualTo(order("late"));
        }
        FakeCall failing = request("$invoke", "true", "later", null, "x");
        awaitSize(server.futures);
        server.futures.remove(0).completeExceptionally(new IOException("late"));
        assertThat(((GenericException) failing.reply().error()).getExceptionClass())
                .isEqualTo(IOException.class.getName());

        FakeCall promised = request("$invoke", "true", "promise", null);
        awaitSize(server.promises);
        Order order = new Order();
        order.setName("promised");
        server.promises.get(0).write(order);
        assertThat(promised.reply().value()).isEqualTo(order("promised"));
    }

    private static void awaitSize(List<?> list) {
        org.awaitility.Awaitility.await().until(() -> !list.isEmpty());
    }

    @Test
    void aLateResultThatCannotBeConvertedIsAnsweredToo() {
        exportShop();
        FakeCall call = request("$invoke", "true", "later", null, "x");
        awaitSize(server.futures);
        Order order = new Order();
        order.setLines(new AbstractList<>() {
            @Override
            public Line get(int index) {
                throw new NoClassDefFoundError("gone");
            }

            @Override
            public int size() {
                return 1;
            }
        });
        server.futures.get(0).complete(order);
        assertThat(((GenericException) call.reply().error()).getExceptionClass())
                .isEqualTo(NoClassDefFoundError.class.getName());
    }

    @Test
    void rawReturnLeavesTheResultAndOtherFormsAreRefused() {
        exportShop();
        assertThat(request("$invoke", "raw.return", "same", null, order("x"))
                        .reply()
                        .value())
                .isInstanceOf(Order.class);
        assertThat(request("$invoke", "", "same", null, order("x")).reply().value())
                .isInstanceOf(Map.class);
        for (String form : List.of("nativejava", "gson", "protobuf-json", "false")) {
            Reply reply = request("$invoke", form, "same", null, order("x")).reply();
            assertThat(reply.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
            assertThat(reply.text()).contains("serves no generic calls of the form " + form);
        }
    }

    private Reply bean(String method, String @Nullable [] types, @Nullable Object... arguments) {
        return request("$invoke", "bean", method, types, arguments).reply();
    }

    private static JavaBeanDescriptor text(String value) {
        JavaBeanDescriptor text = new JavaBeanDescriptor("java.lang.String", JavaBeanDescriptor.TYPE_PRIMITIVE);
        text.setPrimitiveProperty(value);
        return text;
    }

    private static JavaBeanDescriptor describedOrder(String name) {
        JavaBeanDescriptor order = new JavaBeanDescriptor(Order.class.getName(), JavaBeanDescriptor.TYPE_BEAN);
        order.setProperty("name", text(name));
        return order;
    }

    @Test
    void descriptionsBecomeTheDeclaredTypesAndTheResultIsDescribed() {
        exportShop();
        JavaBeanDescriptor lines = new JavaBeanDescriptor("java.util.ArrayList", JavaBeanDescriptor.TYPE_COLLECTION);
        JavaBeanDescriptor line = new JavaBeanDescriptor(Line.class.getName(), JavaBeanDescriptor.TYPE_BEAN);
        line.setProperty("article", text("bolt"));
        line.setProperty("count", text("3"));
        lines.setProperty(0, line);
        JavaBeanDescriptor order = (JavaBeanDescriptor)
                bean("add", types(Order.class.getName(), "java.util.List"), describedOrder("first"), lines)
                        .value();
        assertThat(order.getClassName()).isEqualTo(Order.class.getName());
        assertThat(((JavaBeanDescriptor) order.getProperty("name")).getPrimitiveProperty())
                .isEqualTo("first");
        JavaBeanDescriptor added =
                (JavaBeanDescriptor) ((JavaBeanDescriptor) order.getProperty("lines")).getProperty(0);
        assertThat(added.getClassName()).isEqualTo(Line.class.getName());
        assertThat(((JavaBeanDescriptor) added.getProperty("count")).getPrimitiveProperty())
                .isEqualTo(3);
        // A type variable, whose meaning the interface's header says, and null.
        assertThat(bean("same", null, describedOrder("x")).value()).isInstanceOf(JavaBeanDescriptor.class);
        assertThat(bean("same", null, (Object) null).value()).isNull();
        GenericException failure =
                (GenericException) bean("fail", null, text("checked")).error();
        assertThat(failure.getExceptionClass()).isEqualTo(IOException.class.getName());
    }

    @Test
    void describedResultsThatComeLaterAreDescribedToo() {
        exportShop();
        FakeCall call = request("$invoke", "bean", "later", null, text("x"));
        awaitSize(server.futures);
        server.futures.remove(0).complete(new Order());
        assertThat(((JavaBeanDescriptor) call.reply().value()).getClassName()).isEqualTo(Order.class.getName());
    }

    @Test
    void descriptionsPassTheSameGate() {
        exportShop();
        Reply undescribed = bean("same", null, "secret");
        assertThat(undescribed.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(undescribed.text())
                .contains("Argument 0 of " + Shop.class.getName() + "#same", "it is no JavaBeanDescriptor")
                .doesNotContain("secret");
        JavaBeanDescriptor stranger = describedOrder("secret");
        stranger.setClassName(Stranger.class.getName());
        Reply refused = bean("same", null, stranger);
        assertThat(refused.status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(refused.text())
                .contains("class " + Stranger.class.getName() + " is not admitted")
                .doesNotContain("secret");
        assertThat(bench.events).contains(io.tern.rpc.spi.RpcObserver.Event.REQUEST_REFUSED);
    }

    @Test
    void theLimitOfTheMethodHoldsForGenericCalls() {
        bench.export(shop().executes(1).settings());
        FakeCall hanging = request("$invoke", "raw.return", "hang", null);
        awaitSize(server.hanging);
        assertThat(bench.send(bench.call(Shop.class, "hang")).reply().text()).contains("executes=\"1\" allows no more");
        assertThat(invoke("hang", null).text()).contains("executes=\"1\" allows no more");
        // Other methods are not held up.
        assertThat(invoke("find", types("int"), 1).value()).isEqualTo("number 1");
        server.go.countDown();
        assertThat(hanging.reply().value()).isInstanceOf(Stranger.class);
    }

    @Test
    void aFutureThatNobodyCompletesGivesItsPlaceBackAtTheDeadline() {
        bench.export(shop().executes(1).settings());
        RequestHead head = new RequestHead("2.0.2", Shop.class.getName(), "0.0.0", "$invoke", DESCRIPTOR);
        FakeCall lost = bench.send(
                bench.call(head, Map.of("generic", "true", "timeout", "100"), "later", null, new Object[] {"x"}));
        awaitSize(server.futures);
        assertThat(invoke("later", null, "y").text()).contains("executes=\"1\"");
        org.awaitility.Awaitility.await().until(() -> {
            bench.advanceMillis(200);
            return lost.isReplied();
        });
        server.futures.clear();
        FakeCall next = request("$invoke", "true", "later", null, "z");
        awaitSize(server.futures);
        server.futures.get(0).complete(new Order());
        assertThat(next.reply().value()).isInstanceOf(Map.class);
    }

    @Test
    void filtersSeeTheMethodThatIsNamedAndMayForbidIt() {
        List<String> seen = new CopyOnWriteArrayList<>();
        exportShop(new Filter() {
            @Override
            public String name() {
                return "guard";
            }

            @Override
            public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
                seen.add(call.method().name()
                        + Arrays.stream(call.arguments())
                                .map(argument -> argument.getClass().getSimpleName())
                                .toList()
                        + RpcContext.getContext().getMethodName());
                if (call.method().name().equals("add")) {
                    throw new RpcForbiddenException("not you", CallFacts.NONE, null);
                }
                return next.invoke(call);
            }
        });
        assertThat(invoke("find", types("int"), "1").value()).isEqualTo("number 1");
        assertThat(invoke("gone", types("int"), 1).status()).isEqualTo(ReplyStatus.SERVICE_ERROR);
        assertThat(invoke("same", null, order("x")).value()).isEqualTo(order("x"));
        assertThat(invoke("add", null, order("x"), List.of()).text()).contains("not you");
        assertThat(((GenericException) invoke("fail", null, "any").error()).getExceptionMessage())
                .isEqualTo("state");
        assertThat(seen)
                .containsExactly(
                        "find[Integer]find", "same[Order]same", "add[Order, ArrayList]add", "fail[String]fail");
    }

    @Test
    void aGenericCallHasTheTimeOfItsMethod() {
        ServiceSettings all = shop().timeoutMillis(60_000).settings();
        ServiceMethodSettings quick =
                new ServiceMethodSettings("later", 100, 0, null, List.of(), all.parameters(), Map.of());
        List<Long> millis = new CopyOnWriteArrayList<>();
        ServiceSettings shop = new ServiceSettings(
                all.id(),
                all.serviceInterface(),
                all.service(),
                all.path(),
                all.implementation(),
                all.protocols(),
                all.registries(),
                all.token(),
                all.export(),
                all.delayMillis(),
                all.filters(),
                all.accessLog(),
                all.style(),
                all.defaults(),
                Map.of("later", quick),
                all.published(),
                all.parameters(),
                all.origins());
        bench.export(shop, new Filter() {
            @Override
            public String name() {
                return "watch";
            }

            @Override
            public ResponseFuture<@Nullable Object> invoke(Invocation call, Invoker next) {
                millis.add(TimeUnit.NANOSECONDS.toMillis(call.options().timeoutNanos()));
                return next.invoke(call);
            }
        });
        request("$invoke", "true", "later", null, "x");
        awaitSize(server.futures);
        assertThat(invoke("find", types("int"), 1).value()).isEqualTo("number 1");
        assertThat(millis).containsExactly(100L, 60_000L);
    }

    @Test
    void typedCallsAreServedAsEver() {
        exportShop();
        assertThat(bench.send(bench.call(Shop.class, "same", new Order()))
                        .reply()
                        .value())
                .isInstanceOf(Order.class);
        assertThat(bench.send(bench.call(Shop.class, "$echo", "x")).reply().value())
                .isEqualTo("x");
    }
}
