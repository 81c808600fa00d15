// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package com.acme.shop.dto;

import com.acme.shop.other.Secret;
import java.io.Serializable;
import java.util.List;

public class Order extends Parts.Base<Parts.Line> implements Serializable {
    /** Makes the search go in circles if it can. */
    private Order previous;

    private List<? super Note> notes;
    private transient Secret scratch;
    private static Secret shared;

    public record Note(NoteText text) implements Serializable {}

    public record NoteText(String value) implements Serializable {}

    /** Near, but declared nowhere. */
    public static class Unused implements Serializable {
        @Override
        public String toString() {
            return "" + shared;
        }
    }

    @Override
    public String toString() {
        return "" + previous + notes + scratch;
    }
}
