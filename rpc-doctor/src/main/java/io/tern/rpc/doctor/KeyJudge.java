// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigErrors;
import io.tern.rpc.core.config.IdleKeys;
import io.tern.rpc.core.config.SettingKey;
import java.util.List;
import java.util.Map;

/** Judges the keys of properties files that stand for attributes and parameters. */
final class KeyJudge {
    private static final String PROPERTY_ONLY = "counts as a system property only";
    /** The one key of the check of classes that counts here too, in the form in which keys are compared. */
    private static final String CLASSES = SettingKey.normal("dubbo.security.serialize.allowedClassList");

    private static final String NO_LABELS = "entries of instances carry no labels; write parameters of the services";

    /** Keys that are no attributes and are read elsewhere or not missed, by their beginning; the first that fits counts. */
    private static final List<Map.Entry<String, String>> SPECIAL = List.of(
            Map.entry("dubbo.service.shutdown.wait", PROPERTY_ONLY + "; write shutwait on the application"),
            Map.entry("dubbo.properties.file", PROPERTY_ONLY),
            Map.entry("dubbo.resolve.file", PROPERTY_ONLY),
            Map.entry("dubbo.network.interface.", PROPERTY_ONLY + "; or write host on the protocol"),
            Map.entry("dubbo.ip.to.", "counts as a system property or environment variable in capitals: DUBBO_IP_TO_…"),
            Map.entry(
                    "dubbo.port.to.",
                    "counts as a system property or environment variable in capitals: DUBBO_PORT_TO_…"),
            Map.entry(
                    "dubbo.scan.",
                    "name the packages in <dubbo:annotation package=\"…\"/>, or in @EnableRpc on a class"),
            Map.entry("dubbo.config.", "settings have one order of precedence; docs/compatibility.md has it"),
            Map.entry("dubbo.labels", NO_LABELS),
            Map.entry("dubbo.env.keys", NO_LABELS));

    private final AttributeJudge attributes;
    private final RegistryJudge registries;
    private final Placeholders placeholders;

    /**
     * A judge of keys.
     *
     * @param registries looks at addresses once more
     */
    KeyJudge(AttributeJudge attributes, RegistryJudge registries, Placeholders placeholders) {
        this.attributes = attributes;
        this.registries = registries;
        this.placeholders = placeholders;
    }

    Finding judge(Key key) {
        AttributeSpec spec = key.spec();
        Place place = key.entry().place();
        String subject = spec != null && spec.isSecret()
                ? AttributeJudge.subject(key.name(), spec, key.entry().text())
                : ConfigErrors.quote(key.name() + "=" + key.entry().text());
        if (spec == null && SettingKey.normal(key.name()).equals(CLASSES)) {
            return new Finding(Verdict.SAME, place, subject, "admits classes as tern.serialize.allow does");
        }
        if (spec == null) {
            return key.meaning() == null
                    ? new Finding(Verdict.IGNORED, place, subject, unknown(key.name()))
                    : new Finding(
                            Verdict.SAME,
                            place,
                            subject,
                            ElementJudge.noteOfParameter(key.meaning().parameter()));
        }
        Placeholders.Resolved value = placeholders.resolve(key.entry().text());
        Finding finding = attributes.judge(new AttributeJudge.Written(
                spec, subject, value, place, new Origin("properties file", null, key.name(), null), true));
        return registries.judge(key, value.text(), finding);
    }

    private static String unknown(String name) {
        for (Map.Entry<String, String> special : SPECIAL) {
            if (name.startsWith(special.getKey())) {
                return special.getValue();
            }
        }
        String idle = IdleKeys.reason(name);
        return idle != null
                ? idle
                : "the key is not known and has no effect"
                        + SettingKey.nearest(name)
                                .map(nearest -> "; did you mean " + nearest + "?")
                                .orElse("");
    }
}
