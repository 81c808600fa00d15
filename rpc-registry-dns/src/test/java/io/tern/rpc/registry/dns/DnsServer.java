// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server of one name on the loopback interface, whose answers a test changes. */
final class DnsServer implements AutoCloseable {
    static final String NAME = "demo.shop.svc.cluster.local";

    /** What it answers from now on. */
    record Zone(DnsResponseCode code, boolean authoritative, boolean silent, int ttl, List<String> addresses) {
        static Zone of(int ttl, String... addresses) {
            return new Zone(DnsResponseCode.NOERROR, true, false, ttl, List.of(addresses));
        }

        static Zone error(DnsResponseCode code, boolean authoritative) {
            return new Zone(code, authoritative, false, 1, List.of());
        }

        static Zone silence() {
            return new Zone(DnsResponseCode.NOERROR, true, true, 1, List.of());
        }
    }

    private final EventLoopGroup loop;
    private final Channel channel;
    private final AtomicInteger questions = new AtomicInteger();
    volatile Zone zone;

    @SuppressWarnings("deprecation") // as in the main code
    DnsServer(Zone zone) throws InterruptedException {
        this.zone = zone;
        loop = new NioEventLoopGroup(1);
        channel = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    int questions() {
        return questions.get();
    }

    @Override
    public void close() throws InterruptedException {
        channel.close().sync();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            questions.incrementAndGet();
            Zone now = zone;
            if (now.silent()) {
                return;
            }
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            boolean known = question.name().equals(NAME + ".");
            response.setCode(known ? now.code() : DnsResponseCode.NXDOMAIN)
                    .setAuthoritativeAnswer(now.authoritative())
                    .addRecord(DnsSection.QUESTION, question);
            if (known) {
                for (String address : now.addresses()) {
                    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
                    DnsRecordType type = bytes.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA;
                    if (type.equals(question.type())) {
                        response.addRecord(
                                DnsSection.ANSWER,
                                new DefaultDnsRawRecord(
                                        question.name(), type, now.ttl(), Unpooled.wrappedBuffer(bytes)));
                    }
                }
            }
            context.writeAndFlush(response);
        }
    }
}
