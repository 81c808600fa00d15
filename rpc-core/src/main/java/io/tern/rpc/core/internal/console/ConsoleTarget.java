// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.console;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.ServiceSettings;
import io.tern.rpc.core.internal.provider.Exporter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the console shows and steers. Thread-safe; nothing of it blocks but {@link #offline} and {@link #online}. */
public interface ConsoleTarget {
    /**
     * A service.
     *
     * @param addresses where it is served; empty if it is not
     * @param wanted whether it shall be found in registries
     * @param published whether registries have been told so
     */
    record Service(ServiceSettings settings, List<InetSocketAddress> addresses, boolean wanted, boolean published) {
        /** Whether consumers may come: those without a registry have the address from elsewhere. */
        boolean isOnline() {
            return wanted && (published || settings.registries().isEmpty());
        }
    }

    /**
     * A reference.
     *
     * @param providers how many it knows
     * @param available to how many of them a call made now could go
     */
    record Reference(ReferenceSettings settings, int providers, int available) {}

    /** Whether the start is over, well or not. */
    boolean isStarted();

    /** Whether all that the start had to do is done and no stop has begun. */
    boolean isServing();

    /** The settings as a text, without secrets. */
    String describe();

    /** Figures of this moment, in an order for people. */
    Map<String, Long> figures();

    /** The services, by id. */
    List<Service> services();

    /** The references, by id. */
    List<Reference> references();

    /** The ports of services that are open. */
    List<Exporter.OpenPort> ports();

    /**
     * Takes services out of the registries, and waits a while for these.
     *
     * @param which null: all, those that are exported later included
     */
    void offline(@Nullable Predicate<ServiceSettings> which);

    /**
     * Puts services back, however they came offline, and waits a while for the registries.
     *
     * @param which null: all
     */
    void online(@Nullable Predicate<ServiceSettings> which);
}
