// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.micro;

import io.tern.rpc.benchmark.work.Samples;
import io.tern.rpc.benchmark.work.User;
import io.tern.rpc.proxy.JavassistProxyFactory;
import io.tern.rpc.proxy.JdkProxyFactory;
import io.tern.rpc.spi.MethodCall;
import io.tern.rpc.spi.MethodDescriptor;
import io.tern.rpc.spi.ProxyFactory;
import io.tern.rpc.spi.ServiceDispatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a stub to a call that returns at once, and from a dispatcher to a service that does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProxyBenchmark {
    @Param({"javassist", "jdk"})
    public String proxy = "";

    private final User user = Samples.user(1);
    private long id;
    private FutureUserService stub;
    private ServiceDispatcher dispatcher;
    private int getUser;
    private final FutureUserService service = new FixedUsers() {
        @Override
        public User getUser(long wanted) {
            return user;
        }
    };

    @Setup
    public void define() {
        ProxyFactory factory = proxy.equals("jdk") ? new JdkProxyFactory() : new JavassistProxyFactory();
        List<MethodDescriptor> methods = MethodDescriptor.of(FutureUserService.class);
        getUser = CodecFixture.method("getUser").index();
        dispatcher = factory.dispatcher(FutureUserService.class, methods);
        List<MethodDescriptor> withEcho = new ArrayList<>(methods);
        withEcho.add(MethodDescriptor.echo(methods.size(), FutureUserService.class));
        MethodCall call = arguments -> arguments.length == 1 ? user : null;
        stub = factory.stub(FutureUserService.class, withEcho, Collections.nCopies(withEcho.size(), call), "stub");
    }

    @Benchmark
    public User stub() {
        return stub.getUser(++id);
    }

    @Benchmark
    public Object dispatcher() throws Throwable {
        return dispatcher.dispatch(getUser, service, new Object[] {++id});
    }
}
