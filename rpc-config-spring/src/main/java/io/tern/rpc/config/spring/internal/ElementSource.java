// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.config.spring.internal;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.core.env.Environment;

/** Adds elements that are not written in files, when all files are read and no bean exists yet. */
public interface ElementSource {
    /** What it may use, each of the one context; {@code life} is for elements that are found later. */
    record Context(
            WrittenElements elements,
            DefaultListableBeanFactory beans,
            Environment environment,
            WrittenElement.AttributeTexts texts,
            TernLifecycle life) {}

    /** Adds what there is, and defines the beans of it. */
    void addElements(Context context);
}
