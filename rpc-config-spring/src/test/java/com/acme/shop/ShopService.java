// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop;

import java.util.concurrent.CompletableFuture;

public interface ShopService {
    CompletableFuture<String> order(String article);
}
