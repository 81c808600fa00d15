// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.registry.nacos;

import com.alibaba.nacos.api.exception.NacosException;

/** What a failure of the client says. */
final class NacosProblem {
    private NacosProblem() {}

    /** Whether the same call would fail again, whenever it is made: a name, key or value that Nacos does not take. */
    static boolean isForGood(Exception e) {
        return e instanceof IllegalArgumentException
                || (e instanceof NacosException nacos
                        && (nacos.getErrCode() == NacosException.INVALID_PARAM
                                || nacos.getErrCode() == NacosException.CLIENT_INVALID_PARAM));
    }

    /** For a log line. Messages of the client repeat requests, whose metadata can hold a token. */
    static String text(Exception e) {
        return e instanceof NacosException nacos
                ? "NacosException " + nacos.getErrCode()
                : e.getClass().getName();
    }
}
