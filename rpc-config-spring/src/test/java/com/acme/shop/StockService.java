// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop;

public interface StockService {
    String reserve(String article);
}
