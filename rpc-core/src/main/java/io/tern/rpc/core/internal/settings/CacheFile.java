// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry's last known providers are kept. The usual file is of one application and one registry, and never one that
 * Dubbo writes.
 *
 * @param home the home directory; null if nothing says it
 * @param application the application's name
 * @param kind the registry's kind
 * @param hosts the registry's servers
 * @param group the registry's group; null if none is written
 */
record CacheFile(
        @Nullable String home,
        String application,
        String kind,
        List<String> hosts,
        @Nullable String group) {
    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9.-]+");
    private static final int LONGEST = 150;

    /**
     * The file's path; null if nothing is kept.
     *
     * @param written what the attribute says: a path, {@code false}, or null if it is not written
     * @param number which registry of its element it is, from 1: two never share a file
     */
    @Nullable
    String path(@Nullable String written, int number) {
        if (written != null) {
            if (written.equalsIgnoreCase("false") || written.equalsIgnoreCase("N/A")) {
                return null;
            }
            return number == 1 ? written : written + "." + number;
        }
        return home == null
                ? null
                : Path.of(home, ".tern", "registry-" + name() + ".cache").toString();
    }

    private String name() {
        String whole = String.join("-", application, kind, String.join("_", hosts), group == null ? "dubbo" : group);
        String safe = UNSAFE.matcher(whole).replaceAll("_");
        // Names that were shortened, or that differ in what is replaced only, must stay different.
        boolean same = safe.equals(whole.replace(':', '_')) && safe.length() <= LONGEST;
        return same
                ? safe
                : safe.substring(0, Math.min(LONGEST, safe.length())) + "-" + Integer.toHexString(whole.hashCode());
    }
}
