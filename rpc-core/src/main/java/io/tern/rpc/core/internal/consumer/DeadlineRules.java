// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import io.tern.rpc.config.MethodSettings;

/**
 * What the parameters of a method say about time (docs/decisions/0018).
 *
 * @param countsDown {@code enable-timeout-countdown}: providers are told how much time is left
 * @param inherits {@code tern.deadline}: calls made for a request end with the patience of its consumer
 */
record DeadlineRules(boolean countsDown, boolean inherits) {
    static final String COUNTDOWN = "enable-timeout-countdown";
    static final String DEADLINE = "tern.deadline";
    /** Of calls about which nobody says anything. */
    static final DeadlineRules STANDARD = new DeadlineRules(false, true);

    static DeadlineRules of(MethodSettings settings) {
        return new DeadlineRules(
                FlagParameter.of(settings, COUNTDOWN, false), FlagParameter.of(settings, DEADLINE, true));
    }
}
