package io.haochaping.dashboard.cut;

import java.sql.SQLException;

/** Why the store gives no new cut: a sentence with its remedy, for those who see {@code /health}. Names no user and no password. */
public record StoreProblem(String english, String chinese) {
    public static final StoreProblem NOT_ASKED_YET =
            new StoreProblem("The store is being read for the first time.", "正在首次读取存储。");
    static final StoreProblem NO_CUT =
            new StoreProblem("The store holds no cut yet: the live job has not committed one.", "存储中还没有切面：实时作业尚未提交。");

    static final StoreProblem BUSY =
            new StoreProblem("Another earlier cut is just being read: ask again in a moment.", "正在读取另一个较早的切面：请稍后重试。");

    private static final String NO_SUCH_VIEW = "42P01";
    private static final String NO_SUCH_COLUMN = "42703";
    private static final String NO_PERMISSION = "42501";
    private static final String WRONG_PASSWORD = "28P01";

    static StoreProblem of(Exception failure) {
        if (!(failure instanceof SQLException refused)) {
            return new StoreProblem(
                    "The store could not be read: " + failure.getMessage(), "无法读取存储：" + failure.getMessage());
        }
        String state = refused.getSQLState() == null ? "" : refused.getSQLState();
        return switch (state) {
            case NO_SUCH_VIEW, NO_SUCH_COLUMN ->
                new StoreProblem(
                        "The store lacks a view that this version reads: start the live job of this version once, it brings the"
                                + " store up to date; or correct store.schema.",
                        "存储缺少本版本所需的视图：请先启动一次同版本的实时作业以升级存储，或更正 store.schema。");
            case NO_PERMISSION ->
                new StoreProblem(
                        "The user of the store may not read its views: grant haochaping_reader to it.",
                        "存储用户无权读取视图：请授予其 haochaping_reader 角色。");
            case WRONG_PASSWORD ->
                new StoreProblem(
                        "The store refuses user or password: correct store.user and store.password.",
                        "存储拒绝了用户名或密码：请更正 store.user 与 store.password。");
            default ->
                new StoreProblem(
                        "The store does not answer (SQL state " + (state.isEmpty() ? "unknown" : state)
                                + "): is PostgreSQL running where store.url says?",
                        "存储没有响应（SQL 状态 " + (state.isEmpty() ? "未知" : state) + "）：请确认 store.url 处的 PostgreSQL 正在运行。");
        };
    }
}
