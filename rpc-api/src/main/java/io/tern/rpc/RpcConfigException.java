// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The configuration has mistakes; thrown at start only, once, with every mistake of all files. */
public class RpcConfigException extends RpcException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** One line per mistake; the message lists them all. */
    public RpcConfigException(List<String> problems) {
        super(
                requireNonNull(problems, "problems").size() == 1
                        ? problems.get(0)
                        : problems.size() + " configuration mistakes:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Each mistake: code, element, attribute, offending text, what is legal, file. */
    public List<String> problems() {
        return problems;
    }
}
