// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring;

import io.tern.rpc.RpcException;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;

/** Services and beans that the tests' files name. */
public final class Sample {
    private Sample() {}

    public interface FooService {
        String findFoo(String key);

        CompletableFuture<String> later(String key);
    }

    public interface BarService {
        String findBar(String key);
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
