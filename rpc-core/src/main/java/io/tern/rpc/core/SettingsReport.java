// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core;

import io.tern.rpc.config.ApplicationSettings;
import io.tern.rpc.core.internal.lifecycle.Description;
import io.tern.rpc.core.internal.lifecycle.ReportFile;
import io.tern.rpc.core.internal.settings.SettingsResolver;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of one instance, in effect and as written, as a text for people. */
final class SettingsReport {
    private static final Logger log = LoggerFactory.getLogger(SettingsReport.class);

    private final ApplicationSettings application;
    private final SettingsResolver resolver;
    private final ConsumerSide consumers;
    private final ProviderSide providers;
    private final @Nullable String file;

    /** {@code resolver} is also the lock under which it is used; {@code file} is null if nobody asks for one. */
    SettingsReport(
            ApplicationSettings application,
            SettingsResolver resolver,
            ConsumerSide consumers,
            ProviderSide providers,
            @Nullable String file) {
        this.application = application;
        this.resolver = resolver;
        this.consumers = consumers;
        this.providers = providers;
        this.file = file;
    }

    /** As of this moment. */
    String text() {
        Description description = new Description().add(application);
        if (resolver.configCenter() != null) {
            description.add(resolver.configCenter());
        }
        consumers.settings().forEach(description::add);
        providers.settings().forEach(description::add);
        synchronized (resolver) {
            return description + resolver.writtenReport();
        }
    }

    /** A line in the log at DEBUG, and the file if somebody asks for one. That it cannot be written ends no start. */
    void tell() {
        if (log.isDebugEnabled()) {
            log.debug("Effective settings:\n{}", text());
        }
        if (file == null) {
            return;
        }
        try {
            new ReportFile(Path.of(file)).add(application.name(), text());
            log.info("The effective settings are in the file {}", file);
        } catch (IOException | InvalidPathException e) {
            log.warn(
                    "The effective settings cannot be written into the file {}; check its directory and who may write there",
                    file,
                    e);
        }
    }
}
