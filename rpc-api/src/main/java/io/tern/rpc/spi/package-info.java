/** What extenders implement: filters, clusters, balancers, proxies, serializations, observers; no transport types. */
@NullMarked
package io.tern.rpc.spi;

import org.jspecify.annotations.NullMarked;
