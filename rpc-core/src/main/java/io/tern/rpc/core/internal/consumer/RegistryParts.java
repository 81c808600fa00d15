// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.ReferenceSettings;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.core.internal.directory.DirectoryContext;
import io.tern.rpc.core.internal.directory.Governance;
import io.tern.rpc.core.internal.directory.SettingsMerge;
import io.tern.rpc.core.internal.registry.Lookups;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

/**
 * What references need whose providers come from registries.
 *
 * @param governance understands the rules that one registry holds for one reference
 * @param merge puts together what consumer, provider and rules say
 * @param several lets a cluster see several registries
 * @param executor for tasks that may block: closes the connections of providers that are gone
 */
public record RegistryParts(
        Lookups lookups,
        DirectoryContext directories,
        BiFunction<ReferenceSettings, RegistrySettings, Governance> governance,
        SettingsMerge merge,
        SeveralRegistries several,
        Executor executor) {}
