// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.catalog;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bean with what beans have. */
public class Product implements Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable String name;
    private @Nullable Kind kind;
    private @Nullable Date made;
    private @Nullable BigDecimal price;
    private int count;
    private List<String> tags = new ArrayList<>();
    private Map<String, Integer> sizes = new HashMap<>();
    private List<Product> parts = new ArrayList<>();

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable Kind getKind() {
        return kind;
    }

    public void setKind(@Nullable Kind kind) {
        this.kind = kind;
    }

    public @Nullable Date getMade() {
        return made;
    }

    public void setMade(@Nullable Date made) {
        this.made = made;
    }

    public @Nullable BigDecimal getPrice() {
        return price;
    }

    public void setPrice(@Nullable BigDecimal price) {
        this.price = price;
    }

    public int getCount() {
        return count;
    }

    public void setCount(int count) {
        this.count = count;
    }

    public List<String> getTags() {
        return tags;
    }

    public void setTags(List<String> tags) {
        this.tags = tags;
    }

    public Map<String, Integer> getSizes() {
        return sizes;
    }

    public void setSizes(Map<String, Integer> sizes) {
        this.sizes = sizes;
    }

    public List<Product> getParts() {
        return parts;
    }

    public void setParts(List<Product> parts) {
        this.parts = parts;
    }
}
