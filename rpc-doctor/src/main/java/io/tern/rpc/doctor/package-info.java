// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/**
 * The command that reads the files of a Dubbo application and says, attribute by attribute, what Tern makes of them. Reads files only: no class of the
 * application is loaded, nothing is fetched from a network. What is legal, and what each attribute does, is the knowledge of rpc-core's catalogue.
 */
@NullMarked
package io.tern.rpc.doctor;

import org.jspecify.annotations.NullMarked;
