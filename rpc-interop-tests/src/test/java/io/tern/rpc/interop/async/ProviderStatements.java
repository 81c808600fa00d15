// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.async;

import io.tern.rpc.RpcContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** All statements that can be checked from the consumer's side; a subclass for each provider. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ProviderStatements implements CallStatements, OutcomeStatements, ContextStatements, LateStatements {
    @BeforeEach
    @AfterEach
    void forgetContext() {
        RpcContext.removeContext();
    }
}
