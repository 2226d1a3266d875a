package io.pulsefleet.hub.access;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** The first keys: what the first user and the first agents show. */
record AccessConfig(
        Optional<String> adminPassword,
        Path adminPasswordFile,
        Optional<String> joinToken,
        Path joinTokenFile,
        Optional<String> secretKey,
        Path secretKeyFile) {

    static final Setting<Path> DATA = Setting.path("pulse.data", "data", "The folder that keeps everything.");
    static final Setting<String> ADMIN_PASSWORD = Setting.text(
            "pulse.admin.password", "", "Password of the user admin; when set, it holds from this start on.");
    static final Setting<String> ADMIN_PASSWORD_FILE = Setting.text(
            "pulse.admin.password.file",
            "",
            "Where the first password of admin is, or is put when there is none; else admin-password in the data folder.");
    static final Setting<String> JOIN_TOKEN =
            Setting.text("pulse.join.token", "", "With this token new agents may join.");
    static final Setting<String> JOIN_TOKEN_FILE = Setting.text(
            "pulse.join.token.file",
            "",
            "Where the join token is, or is put when there is none; else hub/join-token in the data folder.");

    static final Setting<String> SECRET_KEY = Setting.text(
            "pulse.secret.key",
            "",
            "The key that encrypts passwords of databases: 32 random bytes as base64. Several, with spaces between: the first"
                    + " encrypts, all decrypt. Hubs that share a database need the same.");
    static final Setting<String> SECRET_KEY_FILE = Setting.text(
            "pulse.secret.key.file",
            "",
            "Where that key is, or is put when there is none; else hub/secret-key in the data folder.");

    static AccessConfig current() {
        return of(HttpConfig.settings());
    }

    static AccessConfig of(Settings settings) {
        var data = settings.get(DATA);
        return new AccessConfig(
                settings.find(ADMIN_PASSWORD),
                settings.find(ADMIN_PASSWORD_FILE).map(Path::of).orElse(data.resolve("admin-password")),
                settings.find(JOIN_TOKEN),
                settings.find(JOIN_TOKEN_FILE).map(Path::of).orElse(data.resolve("hub/join-token")),
                settings.find(SECRET_KEY),
                settings.find(SECRET_KEY_FILE).map(Path::of).orElse(data.resolve("hub/secret-key")));
    }
}
