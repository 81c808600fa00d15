// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.stress;

import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.Options;

/** Runs jcstress by its own command line, and fails if no test has a name that was asked for: jcstress calls that a success. */
public final class StressTests {
    private StressTests() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        if (!options.parse()) {
            System.exit(1);
        }
        if (new JCStress(options).getTests().isEmpty()) {
            System.err.println(
                    "No test matches " + options.getTestFilter() + ", a regular expression over class and test");
            System.exit(1);
        }
        Main.main(arguments);
    }
}
