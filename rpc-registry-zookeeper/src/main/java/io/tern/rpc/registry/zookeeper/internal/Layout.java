// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.zookeeper.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tern.rpc.spi.registry.Category;
import io.tern.rpc.spi.registry.DubboUrl;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.common.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where Dubbo puts things (ZookeeperRegistry and ZookeeperDynamicConfiguration of 2.7 and 3.3).
 *
 * @param root without a slash at its end: {@code /dubbo}; empty if the group is {@code /}
 */
record Layout(String root) {
    private static final String DEFAULT_GROUP = "dubbo";

    /**
     * The tree of a registry's group.
     *
     * @throws IllegalArgumentException if no path can be made of it
     */
    static Layout of(@Nullable String group) {
        String path = group == null || group.isBlank() ? DEFAULT_GROUP : group.trim();
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        String root = start == end ? "" : "/" + path.substring(start, end);
        try {
            PathUtils.validatePath(root + "/x");
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("group cannot be a ZooKeeper path: " + e.getMessage(), e);
        }
        return new Layout(root);
    }

    String category(String interfaceName, Category category) {
        return root + "/" + encode(interfaceName) + "/" + category.text();
    }

    String entry(DubboUrl entry) {
        return category(entry.interfaceName(), Category.of(entry)) + "/" + encode(entry.text());
    }

    String config(String group, String key) {
        return root + "/config/" + group + "/" + key;
    }

    /** All nodes above this one, the highest first. */
    static List<String> parents(String path) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            parents.add(path.substring(0, slash));
        }
        return parents;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /**
     * An entry's text.
     *
     * @throws IllegalArgumentException if whoever wrote it did not encode it
     */
    static String decode(String nodeName) {
        return URLDecoder.decode(nodeName, UTF_8);
    }
}
