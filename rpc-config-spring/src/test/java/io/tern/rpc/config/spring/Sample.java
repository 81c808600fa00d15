// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.RpcException;
import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.spi.ReferenceListener;
import io.tern.rpc.spi.ServiceListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;

/** Services and beans that the tests' files name. */
public final class Sample {
    private Sample() {}

    public interface FooService {
        String findFoo(String key);

        CompletableFuture<String> later(String key);

        default String up() {
            return "up";
        }

        default String down() {
            return "down";
        }
    }

    public interface BarService {
        String findBar(String key);

        default String up() {
            return "up";
        }

        default String down() {
            return "down";
        }
    }

    /** Stands in for {@link FooService} where no provider answers, by its name. */
    public static class FooServiceMock implements FooService {
        @Override
        public String findFoo(String key) {
            return "no foo " + key;
        }

        @Override
        public CompletableFuture<String> later(String key) {
            return CompletableFuture.completedFuture("not later " + key);
        }
    }

    /** Serves both. */
    public static class Services implements FooService, BarService {
        @Override
        public String findFoo(String key) {
            return "foo " + key;
        }

        @Override
        public CompletableFuture<String> later(String key) {
            return CompletableFuture.completedFuture("later " + key);
        }

        @Override
        public String findBar(String key) {
            return "bar " + key;
        }

        @Override
        public String up() {
            return "up";
        }

        @Override
        public String down() {
            return "down";
        }
    }

    /** What {@code stub="true"} means for {@link BarService}. */
    public static class BarServiceStub implements BarService {
        private final BarService proxy;

        public BarServiceStub(BarService proxy) {
            this.proxy = proxy;
        }

        @Override
        public String findBar(String key) {
            return "stub of " + proxy.findBar(key);
        }

        @Override
        public String up() {
            return "up";
        }

        @Override
        public String down() {
            return "down";
        }
    }

    /** Hears of references and services. */
    public static class Watch implements ReferenceListener, ServiceListener {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public String name() {
            return "goes by its id instead";
        }

        @Override
        public void referred(ReferenceSettings reference) {
            heard.add("referred " + reference.id());
        }

        @Override
        public void ended(ReferenceSettings reference) {
            heard.add("ended " + reference.id());
        }

        @Override
        public void exported(ServiceSettings service) {
            heard.add("exported " + service.id());
        }

        @Override
        public void unexported(ServiceSettings service) {
            heard.add("unexported " + service.id());
        }
    }

    /** Stands in front of a proxy. */
    public static class FooStub implements FooService {
        private final FooService proxy;

        public FooStub(FooService proxy) {
            this.proxy = proxy;
        }

        @Override
        public String findFoo(String key) {
            return proxy.findFoo(key);
        }

        @Override
        public CompletableFuture<String> later(String key) {
            return proxy.later(key);
        }
    }

    /** Serves one of them. */
    public static class FooOnly implements FooService {
        @Override
        public String findFoo(String key) {
            return "only foo " + key;
        }

        @Override
        public CompletableFuture<String> later(String key) {
            return CompletableFuture.completedFuture("only later " + key);
        }
    }

    /** Called back around calls. */
    public static class Hooks {
        public void onInvoke(String key) {}

        public void onReturn(String result) {}

        public void onThrow(RpcException error) {}
    }

    /** Says only when it is complete what it makes, as factories of proxies do. */
    public static class Factory implements FactoryBean<Object> {
        private Object product;

        public void setProduct(Object product) {
            this.product = product;
        }

        @Override
        public Object getObject() {
            return product;
        }

        @Override
        public Class<?> getObjectType() {
            return product == null ? null : product.getClass();
        }
    }

    /** Wants a reference by its type. */
    public static class Client {
        @Autowired
        FooService foo;

        public String find(String key) {
            return foo.findFoo(key);
        }
    }

    /** A setting that expressions can read, injected so that it must not be created too early. */
    public static class Limits {
        @Autowired
        Seconds seconds;

        public int getTimeoutMillis() {
            return seconds.count * 1_000;
        }
    }

    /** Half of {@link Limits}. */
    public static class Seconds {
        private int count;

        public void setCount(int count) {
            this.count = count;
        }
    }
}
