// SPDX-License-Identifier: Apache-2.0
// Copyright The Tern Authors
package io.tern.rpc.benchmark.work;

import java.io.Serializable;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record of 13 fields, as a Java bean. */
@SuppressWarnings({"JavaUtilDate", "UndefinedEquals"}) // what Hessian has a form for
public class User implements Serializable {
    private static final long serialVersionUID = 1;

    private long id;
    private @Nullable String name;
    private int sex;
    private @Nullable Date birthday;
    private @Nullable String email;
    private @Nullable String mobile;
    private @Nullable String address;
    private @Nullable String icon;
    private @Nullable List<Integer> permissions;
    private int status;
    private @Nullable Date createTime;
    private @Nullable Date updateTime;
    private @Nullable Level level;

    public User() {}

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public @Nullable String getName() {
        return name;
    }

    public void setName(@Nullable String name) {
        this.name = name;
    }

    public int getSex() {
        return sex;
    }

    public void setSex(int sex) {
        this.sex = sex;
    }

    public @Nullable Date getBirthday() {
        return birthday;
    }

    public void setBirthday(@Nullable Date birthday) {
        this.birthday = birthday;
    }

    public @Nullable String getEmail() {
        return email;
    }

    public void setEmail(@Nullable String email) {
        this.email = email;
    }

    public @Nullable String getMobile() {
        return mobile;
    }

    public void setMobile(@Nullable String mobile) {
        this.mobile = mobile;
    }

    public @Nullable String getAddress() {
        return address;
    }

    public void setAddress(@Nullable String address) {
        this.address = address;
    }

    public @Nullable String getIcon() {
        return icon;
    }

    public void setIcon(@Nullable String icon) {
        this.icon = icon;
    }

    public @Nullable List<Integer> getPermissions() {
        return permissions;
    }

    public void setPermissions(@Nullable List<Integer> permissions) {
        this.permissions = permissions;
    }

    public int getStatus() {
        return status;
    }

    public void setStatus(int status) {
        this.status = status;
    }

    public @Nullable Date getCreateTime() {
        return createTime;
    }

    public void setCreateTime(@Nullable Date createTime) {
        this.createTime = createTime;
    }

    public @Nullable Date getUpdateTime() {
        return updateTime;
    }

    public void setUpdateTime(@Nullable Date updateTime) {
        this.updateTime = updateTime;
    }

    public @Nullable Level getLevel() {
        return level;
    }

    public void setLevel(@Nullable Level level) {
        this.level = level;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof User that
                && id == that.id
                && Objects.equals(name, that.name)
                && sex == that.sex
                && Objects.equals(birthday, that.birthday)
                && Objects.equals(email, that.email)
                && Objects.equals(mobile, that.mobile)
                && Objects.equals(address, that.address)
                && Objects.equals(icon, that.icon)
                && Objects.equals(permissions, that.permissions)
                && status == that.status
                && Objects.equals(createTime, that.createTime)
                && Objects.equals(updateTime, that.updateTime)
                && Objects.equals(level, that.level);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return "user " + id + " " + name;
    }
}
