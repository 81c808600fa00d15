// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.registry.file;

import io.tern.rpc.RpcConfigException;
import io.tern.rpc.config.RegistrySettings;
import io.tern.rpc.spi.registry.Registry;
import io.tern.rpc.spi.registry.RegistryContext;
import io.tern.rpc.spi.registry.RegistryFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Makes {@code file:///path/providers.txt} registries; the one address of the settings is the path. */
public final class FileRegistryFactory implements RegistryFactory {
    @Override
    public String name() {
        return "file";
    }

    @Override
    public Registry create(RegistrySettings settings, RegistryContext context) {
        if (settings.addresses().size() != 1) {
            throw new RpcConfigException(List.of("The address of " + settings + " has "
                    + settings.addresses().size() + " files (expected: one)"));
        }
        try {
            Path path = Path.of(settings.addresses().get(0)).toAbsolutePath();
            FileRegistry registry = new FileRegistry(path, context);
            registry.start(FileRegistry.PERIOD_MILLIS);
            return registry;
        } catch (InvalidPathException e) {
            throw new RpcConfigException(List.of("The address of " + settings + " is no path of this file system"));
        }
    }
}
