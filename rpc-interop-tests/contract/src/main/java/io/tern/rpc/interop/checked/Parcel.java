// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.interop.checked;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A bean with constraints. */
public class Parcel implements Serializable {
    private static final long serialVersionUID = 1L;

    @NotNull
    private @Nullable String receiver;

    @Size(max = 3)
    private @Nullable String code;

    public @Nullable String getReceiver() {
        return receiver;
    }

    public void setReceiver(@Nullable String receiver) {
        this.receiver = receiver;
    }

    public @Nullable String getCode() {
        return code;
    }

    public void setCode(@Nullable String code) {
        this.code = code;
    }

    /** A parcel in one step. */
    public static Parcel of(@Nullable String receiver, @Nullable String code) {
        Parcel parcel = new Parcel();
        parcel.setReceiver(receiver);
        parcel.setCode(code);
        return parcel;
    }
}
