// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.core.internal.settings.ProcessSettings;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ports, then references, then the registries; and what the settings leave to the background, in that order too, on a
 * thread of its own. What fails there ends no start any more, and is logged as an error.
 */
final class StartOrder {
    private static final Logger log = LoggerFactory.getLogger(StartOrder.class);

    private final ProcessSettings settings;
    private final SettingsResolver resolver;
    private final RegistrySide registries;
    private final ConsumerSide consumers;
    private final ProviderSide providers;
    private volatile boolean over;
    private volatile boolean complete;

    StartOrder(
            ProcessSettings settings,
            SettingsResolver resolver,
            RegistrySide registries,
            ConsumerSide consumers,
            ProviderSide providers) {
        this.settings = settings;
        this.resolver = resolver;
        this.registries = registries;
        this.consumers = consumers;
        this.providers = providers;
    }

    void run(Executor background) {
        boolean referLater = settings.referInBackground();
        boolean exportLater = settings.exportInBackground();
        if (!exportLater) {
            providers.exportAll(resolver::withImplementation);
        }
        registries.start(providers.stopped());
        if (!referLater) {
            consumers.startAll(settings.checkMillis());
        }
        if (!exportLater) {
            providers.publishAll();
        }
        if (referLater || exportLater) {
            background.execute(() -> finish(referLater, exportLater));
        } else {
            end(true);
        }
    }

    private void finish(boolean refer, boolean export) {
        boolean exported =
                export && done("export the services", () -> providers.exportAll(resolver::withImplementation));
        boolean connected = !refer || done("connect the references", () -> consumers.startAll(settings.checkMillis()));
        boolean published = exported && done("publish the services", providers::publishAll);
        end(connected && (published || !export));
    }

    private void end(boolean well) {
        complete = well;
        over = true;
    }

    /** Whether nothing is left to be done, not in the background either. */
    boolean isOver() {
        return over;
    }

    /** Whether it is over, and all of it was done. */
    boolean isComplete() {
        return complete;
    }

    private boolean done(String what, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            if (providers.stopped().isDone()) {
                log.debug("Stopped before it could {}", what, e);
                return false;
            }
            log.error("Could not {} in the background, where it ends no start; the process goes on without", what, e);
            return false;
        }
    }
}
