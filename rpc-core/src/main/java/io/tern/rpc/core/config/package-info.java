// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/**
 * The catalogue of all elements and attributes of the XML, the check of one written value, and the texts of all configuration errors. Nothing here
 * decides between several values of one setting; that is the settings resolver's work.
 */
@NullMarked
package io.tern.rpc.core.config;

import org.jspecify.annotations.NullMarked;
