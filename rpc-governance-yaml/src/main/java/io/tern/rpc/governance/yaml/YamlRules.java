// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.governance.yaml;

import io.tern.rpc.spi.registry.RuleFormat;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2, of which JSON is a part. The library only cuts the text into events; what is made of them is made here, so
 * that there is no tag, class or constructor that a text could name.
 */
public final class YamlRules implements RuleFormat {
    private final LoadSettings settings = LoadSettings.builder()
            .setLabel("rule")
            .setCodePointLimit(LONGEST)
            .setUseMarks(true)
            .build();

    /** For {@link java.util.ServiceLoader}. */
    public YamlRules() {}

    @Override
    public String name() {
        return "yaml";
    }

    @Override
    public @Nullable Object parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "has " + text.length() + " characters (expected: at most " + LONGEST + ")");
        }
        try {
            return new TreeReader(new Parse(settings).parseString(text).iterator()).read();
        } catch (MarkedYamlEngineException e) {
            throw new IllegalArgumentException(
                    "is no YAML" + e.getProblemMark().map(TreeReader::at).orElse(""), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException("is no YAML", e);
        }
    }
}
