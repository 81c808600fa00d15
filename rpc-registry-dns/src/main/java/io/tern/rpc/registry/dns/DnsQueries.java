// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks name servers, on one event loop of its own, where answers are heard too. Thread-safe. */
final class DnsQueries implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DnsQueries.class);
    private static final long LONGEST_QUERY_MILLIS = 5_000;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final DnsNameResolver resolver;
    private final int closeMillis;

    @SuppressWarnings("deprecation") // the one constructor of a loop that Netty 4.1 and 4.2 share
    DnsQueries(DnsSettings settings, String application) {
        closeMillis = settings.timeoutMillis();
        group = new NioEventLoopGroup(1, task -> {
            Thread thread = new Thread(task, "tern-dns-" + application + "-1");
            thread.setDaemon(true);
            return thread;
        });
        loop = group.next();
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .channelFactory(NioDatagramChannel::new)
                .socketChannelFactory(NioSocketChannel::new)
                .queryTimeoutMillis(Math.min(settings.timeoutMillis(), LONGEST_QUERY_MILLIS));
        InetSocketAddress server = settings.server();
        if (server != null) {
            builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(server));
        }
        resolver = builder.build();
    }

    /** Runs a task where answers are heard; not at all after the end. */
    void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The registry is closed: nothing is done any more", e);
        }
    }

    /** Runs a task there later; not at all after the end. */
    void schedule(Runnable task, long delayMillis) {
        try {
            loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("The registry is closed: nothing is done later", e);
        }
    }

    /** Asks one server, another one the next time if there are several. */
    void ask(String name, DnsRecordType type, Consumer<DnsAnswer> listener) {
        resolver.query(new DefaultDnsQuestion(name, type))
                .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> query) ->
                        listener.accept(answer(query, type)));
    }

    private static DnsAnswer answer(
            Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> query, DnsRecordType type) {
        if (!query.isSuccess()) {
            return DnsAnswer.failed(query.cause());
        }
        AddressedEnvelope<DnsResponse, InetSocketAddress> envelope = query.getNow();
        try {
            return DnsAnswer.of(envelope.content(), type);
        } catch (IllegalArgumentException e) {
            return DnsAnswer.failed(e);
        } finally {
            envelope.release();
        }
    }

    @Override
    public void close() {
        resolver.close();
        group.shutdownGracefully(0, closeMillis, TimeUnit.MILLISECONDS);
        if (loop.inEventLoop()) {
            return; // a listener closes the registry: its thread ends when the listener returns
        }
        try {
            if (!group.awaitTermination(closeMillis, TimeUnit.MILLISECONDS)) {
                log.warn("The thread of a DNS registry did not end in {} ms; it will when idle", closeMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
