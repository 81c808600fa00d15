// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name under which a service is registered and found: {@code group/interface:version}.
 *
 * <p>Blank groups and the versions {@code ""} and {@code 0.0.0} mean "none" on Dubbo's wire; they become null here, so
 * that equal services have equal keys.
 *
 * @param group the service group, compared exactly; null if none
 * @param interfaceName the fully qualified name of the service interface
 * @param version the service version, compared exactly; null if none
 */
public record ServiceKey(
        @Nullable String group,
        String interfaceName,
        @Nullable String version) {
    /** What Dubbo writes where a service has no version. */
    public static final String NO_VERSION = "0.0.0";

    public ServiceKey {
        requireNonNull(interfaceName, "interfaceName");
        group = group == null || group.isBlank() ? null : group;
        version = version == null || version.isBlank() || NO_VERSION.equals(version) ? null : version;
    }

    /** The key of a service without group and version. */
    public static ServiceKey of(Class<?> serviceInterface) {
        return new ServiceKey(null, serviceInterface.getName(), null);
    }

    /** The version as it is written on the wire: {@code 0.0.0} if there is none. */
    public String wireVersion() {
        return version == null ? NO_VERSION : version;
    }

    @Override
    public int hashCode() { // by hand: decision 0029
        return Objects.hash(group, interfaceName, version);
    }

    @Override
    public String toString() {
        return (group == null ? "" : group + "/") + interfaceName + (version == null ? "" : ":" + version);
    }
}
