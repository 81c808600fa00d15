// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.scenario;

import io.tern.rpc.interop.peer.PeerLine;
import io.tern.rpc.interop.peer.ScenarioSession;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the serialization of Apache Dubbo loses or refuses, by pair of peers. */
final class TypeLimits {
    private static final Set<String> RECORDS = Set.of("echoCoordinates", "echoRoute", "echoRecordList");

    private TypeLimits() {}

    /** The known limit that a case of the matrix meets, or null if it must pass. */
    static @Nullable String of(PeerLine consumer, PeerLine provider, String method, String label) {
        boolean old = consumer.hasOldHessian() || provider.hasOldHessian();
        boolean dubbo = consumer.isDubbo() || provider.isDubbo();
        if (label.equals("minus zero") && dubbo) {
            return "Dubbo writes hessian's one byte for zero, which has no sign";
        }
        if (method.equals("echoOptional")) {
            return "Optional is not Serializable";
        }
        if (method.equals("echoEnumMap") && dubbo) {
            return "Dubbo reads an argument or result of type EnumMap as HashMap";
        }
        if (method.equals("echoContainers") && label.equals("enumMap") && dubbo) {
            return "Dubbo 2 cannot read a field of type EnumMap, Dubbo 3.3 puts a HashMap into it";
        }
        if (!old) {
            return null;
        }
        if (RECORDS.contains(method)) {
            return "hessian-lite 3.2 cannot read records";
        }
        if (method.equals("echoCollection") && label.equals("set")) {
            return "hessian-lite 3.2 reads what is declared as Collection as a list";
        }
        if (label.contains(".of") && consumer.hasOldHessian()) {
            return "hessian-lite 3.2 writes an immutable collection without its elements";
        }
        return null;
    }

    /** Whether a bean with a primitive float field may not even be sent. */
    static boolean floatFieldsAreDeadly(ScenarioSession session) {
        return session.consumer() == PeerLine.DUBBO_3_3 || session.provider() == PeerLine.DUBBO_3_3;
    }
}
