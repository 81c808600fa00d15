// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
/** Tests of the old names. */
package com.alibaba.dubbo.rpc;
