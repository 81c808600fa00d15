// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The application of the paragraph about annotations in docs/features.md. */
@NullMarked
package com.acme.shop;

import org.jspecify.annotations.NullMarked;
