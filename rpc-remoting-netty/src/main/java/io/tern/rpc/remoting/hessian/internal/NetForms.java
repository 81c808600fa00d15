// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import io.tern.rpc.remoting.hessian.internal.ValueForm.Part;
import io.tern.rpc.remoting.hessian.internal.ValueForm.Parts;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Network addresses: hessian-lite writes the JDK's private holder objects inside them. No name is ever looked up, neither for
 * writing an address nor because a peer sent one.
 */
final class NetForms {
    private static final String ADDRESS = InetAddress.class.getName();

    /** Stands for the JDK's holder of name and IPv4 address. */
    record Holder(@Nullable String hostName, int address) {
        static Holder of(InetAddress address) {
            boolean four = address instanceof Inet4Address;
            return new Holder(
                    nameOf(address),
                    four ? ByteBuffer.wrap(address.getAddress()).getInt() : 0);
        }
    }

    /** Stands for the JDK's holder of an IPv6 address. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; it lives between two lines of this class.
    record Holder6(byte[] address, int scope) {}

    private NetForms() {}

    static List<ValueForm> all() {
        return List.of(
                new ValueForm(
                        InetAddress.class,
                        ADDRESS,
                        List.of(new Part("holder", Holder.class)),
                        value -> new @Nullable Object[] {Holder.of((InetAddress) value)},
                        p -> four((Holder) p.required(0))),
                new ValueForm(
                        Inet6Address.class,
                        Inet6Address.class.getName(),
                        List.of(new Part("holder", Holder.class), new Part("holder6", Holder6.class)),
                        value -> {
                            Inet6Address six = (Inet6Address) value;
                            return new @Nullable Object[] {
                                Holder.of(six), new Holder6(six.getAddress(), six.getScopeId())
                            };
                        },
                        NetForms::six),
                new ValueForm(
                        Holder.class,
                        ADDRESS + "$InetAddressHolder",
                        List.of(
                                new Part("hostName", String.class),
                                new Part("address", int.class),
                                new Part("family", int.class)),
                        value -> new @Nullable Object[] {((Holder) value).hostName(), ((Holder) value).address(), 1},
                        p -> new Holder((String) p.optional(0), p.number(1))),
                new ValueForm(
                        Holder6.class,
                        Inet6Address.class.getName() + "$Inet6AddressHolder",
                        List.of(
                                new Part("ipaddress", byte[].class),
                                new Part("scope_id", int.class),
                                new Part("scope_id_set", boolean.class)),
                        value -> {
                            Holder6 holder = (Holder6) value;
                            return new @Nullable Object[] {holder.address(), holder.scope(), holder.scope() > 0};
                        },
                        p -> new Holder6((byte[]) p.required(0), p.number(1))),
                new ValueForm(
                        InetSocketAddress.class,
                        InetSocketAddress.class.getName(),
                        List.of(
                                new Part("hostName", String.class),
                                new Part("addr", InetAddress.class),
                                new Part("port", int.class)),
                        value -> {
                            InetSocketAddress address = (InetSocketAddress) value;
                            return new @Nullable Object[] {
                                address.getHostString(), address.getAddress(), address.getPort()
                            };
                        },
                        NetForms::socket));
    }

    // getHostName would ask the name service.
    private static @Nullable String nameOf(InetAddress address) {
        String text = address.toString();
        int slash = text.indexOf('/');
        return slash <= 0 ? null : text.substring(0, slash);
    }

    private static InetAddress four(Holder holder) {
        try {
            byte[] bytes =
                    ByteBuffer.allocate(Integer.BYTES).putInt(holder.address()).array();
            return InetAddress.getByAddress(holder.hostName(), bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InetAddress six(Parts parts) {
        Holder6 six = (Holder6) parts.required(1);
        Holder names = (Holder) parts.optional(0);
        try {
            return Inet6Address.getByAddress(
                    names == null ? null : names.hostName(), six.address(), six.scope() <= 0 ? -1 : six.scope());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InetSocketAddress socket(Parts parts) {
        InetAddress address = (InetAddress) parts.optional(1);
        int port = parts.number(2);
        return address == null
                ? InetSocketAddress.createUnresolved(parts.text(0), port)
                : new InetSocketAddress(address, port);
    }
}
