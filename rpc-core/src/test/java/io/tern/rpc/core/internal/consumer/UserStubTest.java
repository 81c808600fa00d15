// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.core.internal.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tern.rpc.config.Origin;
import io.tern.rpc.config.ReferenceStyle;
import io.tern.rpc.config.Scope;
import io.tern.rpc.core.config.ConfigCode;
import io.tern.rpc.core.config.ConfigElement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserStubTest {
    private final Consumer consumer = new Consumer();

    private void style(String generic, @Nullable String stub) {
        consumer.style = new ReferenceStyle(Scope.ANY, generic, stub, 1, List.of(), null, null, List.of(), 1);
    }

    @Test
    void aReferenceWithoutOneHasNone() {
        assertThat(UserStub.of(consumer.settings())).isNull();
        assertThat(UserStub.problems(consumer.settings())).isEmpty();
    }

    @Test
    void aClassThatIsGoneWhenItIsNeededIsNamed() {
        style("false", "com.acme.Gone");
        UserStub stub = UserStub.of(consumer.settings());
        assertThat(stub).isNotNull();
        assertThatThrownBy(() -> stub.around(new Object()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("com.acme.Gone")
                .hasMessageContaining("\"demo\"");
    }

    @Test
    void aGenericReferenceCannotHaveOne() {
        style("true", "com.acme.FooStub");
        Origin origin = ConfigElement.reference(DemoService.class).origin("stub");
        consumer.origins = Map.of("stub", origin);
        assertThat(UserStub.problems(consumer.settings())).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ConfigCode.CFG_11);
            assertThat(problem.message()).contains("the attribute generic");
        });
    }
}
