// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The application of the README's paragraph about annotations. */
@NullMarked
package com.acme.shop;

import org.jspecify.annotations.NullMarked;
