// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Spring beans for references and services; the XML parsers are in the package below. */
@NullMarked
package io.tern.rpc.config.spring;

import org.jspecify.annotations.NullMarked;
