// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.ConfigCenterSettings;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a config center hold settings.
 *
 * @param center where they are; null: in Spring's environment
 * @param group of the item for all applications
 * @param file its key
 * @param applicationFile the key of the item for one application, whose group is the application's name
 * @param overrides whether they win over what elements say
 */
public record CenterFiles(
        @Nullable ConfigCenterSettings center, String group, String file, String applicationFile, boolean overrides) {}
