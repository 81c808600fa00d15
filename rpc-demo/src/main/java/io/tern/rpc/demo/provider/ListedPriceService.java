// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.demo.provider;

import io.tern.rpc.demo.price.Price;
import io.tern.rpc.demo.price.PriceService;
import java.util.concurrent.TimeUnit;

/** Does 40 ms of work for each price, so that some calls are always under way. */
public final class ListedPriceService implements PriceService {
    private static final int WORK_MILLIS = 40;

    private final String provider;

    public ListedPriceService(String provider) {
        this.provider = provider;
    }

    @Override
    public Price find(long item) {
        try {
            TimeUnit.MILLISECONDS.sleep(WORK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The provider stops.", e);
        }
        return new Price(item, 100 + item % 900, provider);
    }
}
