// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** The application API: what a caller or an implementer of a service uses directly; settings and extension points have packages of their own. */
@NullMarked
package io.tern.rpc;

import org.jspecify.annotations.NullMarked;
