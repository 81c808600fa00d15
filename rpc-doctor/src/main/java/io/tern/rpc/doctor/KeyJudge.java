// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.doctor;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeCatalog;
import io.tern.rpc.core.config.AttributeSpec;
import io.tern.rpc.core.config.ConfigErrors;
import java.util.Map;

/** Judges the keys of properties files that stand for attributes. */
final class KeyJudge {
    /** Keys that are no attributes, by their beginning, with what becomes of them. */
    private static final Map<String, String> KNOWN = Map.of(
            "dubbo.service.shutdown.wait", "counts as a system property only; write shutwait on the application",
            "dubbo.properties.file", "counts as a system property only",
            "dubbo.resolve.file", "counts as a system property only",
            "dubbo.application.logger", "Tern logs through slf4j only; choose the logging library by its slf4j binding",
            "dubbo.spring.", "there is no launcher of its own: start Spring in a main method",
            "dubbo.container", "there is no launcher of its own: start Spring in a main method",
            "dubbo.shutdown.hook", "instances are stopped with the process without it");

    private final AttributeJudge attributes;
    private final Placeholders placeholders;

    KeyJudge(AttributeJudge attributes, Placeholders placeholders) {
        this.attributes = attributes;
        this.placeholders = placeholders;
    }

    Finding judge(Key key) {
        AttributeSpec spec = key.spec();
        Place place = key.entry().place();
        String subject = spec != null && spec.isSecret()
                ? AttributeJudge.subject(key.name(), spec, key.entry().text())
                : ConfigErrors.quote(key.name() + "=" + key.entry().text());
        if (spec == null) {
            return new Finding(Verdict.IGNORED, place, subject, unknown(key));
        }
        return attributes.judge(new AttributeJudge.Written(
                spec,
                subject,
                placeholders.resolve(key.entry().text()),
                place,
                new Origin("properties file", null, key.name(), null),
                true));
    }

    private static String unknown(Key key) {
        for (Map.Entry<String, String> known : KNOWN.entrySet()) {
            if (key.name().startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        if (key.kind() == null) {
            return "no element goes by this key";
        }
        String last = key.name().substring(key.name().lastIndexOf('.') + 1);
        return key.kind().qualifiedName() + " has no such attribute"
                + AttributeCatalog.standard()
                        .nearest(key.kind(), last)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
    }
}
