// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.settings;

import io.tern.rpc.config.Origin;
import io.tern.rpc.core.config.AttributeValue;

/** One rank of the precedence table: a place that may hold a value for a setting. */
interface Layer {
    /** The value here; {@link AttributeValue.Unset} if this place is silent. */
    AttributeValue value(String name);

    /** Where that value is written. */
    Origin origin(String name);
}
