// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.remoting.hessian.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stands for an object that can only be built when all its parts are read, for those that refer to it until then. */
final class Pending {
    private final List<Consumer<Object>> waiting = new ArrayList<>(0);
    private @Nullable Object object;

    void whenBuilt(Consumer<Object> action) {
        waiting.add(action);
    }

    /** The object, once it is built. */
    Object object() {
        if (object == null) {
            throw new IllegalStateException("not built yet");
        }
        return object;
    }

    void built(Object object) {
        this.object = object;
        waiting.forEach(action -> action.accept(object));
    }
}
