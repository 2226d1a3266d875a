package io.pulsefleet.hub.trust;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the hub proves itself with, and how long a proof of a host's is good. */
record TrustConfig(
        Path keyStore,
        String keyStorePassword,
        List<String> names,
        Optional<Given> authority,
        Optional<Given> server,
        String host,
        int port,
        Optional<String> agentsUrl,
        Duration certificateLife) {

    static final Setting<String> KEYSTORE_PASSWORD = Setting.text(
            "keystore_password",
            "pulsefleet",
            "Of the file hub/tls.p12, which its mode guards: only the hub's user may read it.");

    static final Setting<String> NAMES = Setting.text(
            "pulse.hub.names",
            "",
            "Names and addresses that agents and people know the hub by, with commas between; beside the host's own, which"
                    + " are in its certificate anyway.");

    static final Setting<String> CA_CERTIFICATE_FILE = Setting.text(
            "pulse.ca.certificate.file",
            "",
            "The authority's certificate (PEM), where it is not to be the hub's own; with the next one.");

    static final Setting<String> CA_KEY_FILE =
            Setting.text("pulse.ca.key.file", "", "The authority's private key (PEM).");

    static final Setting<String> TLS_CERTIFICATE_FILE = Setting.text(
            "pulse.tls.certificate.file",
            "",
            "The certificate that people's browsers are shown (PEM, with what is above it); with the next one. Agents are"
                    + " shown one of the authority's in any case.");

    static final Setting<String> TLS_KEY_FILE =
            Setting.text("pulse.tls.key.file", "", "The private key of that certificate (PEM).");

    static final Setting<String> HTTPS_HOST = Setting.text(
            "pulse.https.host", "*", "The address that the hub listens at for TLS, of people and of agents; `*`: all.");

    static final Setting<Integer> AGENTS_PORT =
            Setting.number("pulse.agents.port", "9444", "Where agents connect to with their certificates.");

    static final Setting<String> AGENTS_URL = Setting.text(
            "pulse.agents.url",
            "",
            "The address in the line that hosts join with; `https://`, the hub's first name, and the port above if not set.");

    static final Setting<Duration> CERTIFICATE_LIFE = Setting.duration(
            "pulse.certificate.life",
            "90d",
            "How long a host's certificate is good. The host renews it when two thirds are over.");

    /** Two files that belong together. */
    record Given(Path certificate, Path key) {}

    static TrustConfig current() {
        return of(HttpConfig.settings());
    }

    static TrustConfig of(Settings settings) {
        var life = settings.get(CERTIFICATE_LIFE);
        if (life.compareTo(Duration.ofMinutes(1)) < 0 || life.compareTo(Duration.ofDays(825)) > 0) {
            throw new IllegalArgumentException("PULSE_CERTIFICATE_LIFE must be from 1m to 825d");
        }
        return new TrustConfig(
                settings.get(Setting.path("pulse.data", "data", "")).resolve("hub/tls.p12"),
                settings.get(KEYSTORE_PASSWORD),
                Stream.of(settings.find(NAMES).orElse("").split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                given(settings, CA_CERTIFICATE_FILE, CA_KEY_FILE),
                given(settings, TLS_CERTIFICATE_FILE, TLS_KEY_FILE),
                settings.get(HTTPS_HOST),
                settings.get(AGENTS_PORT),
                settings.find(AGENTS_URL),
                life);
    }

    private static Optional<Given> given(Settings settings, Setting<String> certificate, Setting<String> key) {
        if (settings.find(certificate).isPresent() != settings.find(key).isPresent()) {
            throw new IllegalArgumentException(certificate.environmentName() + " and " + key.environmentName()
                    + " are set together or not at all");
        }
        return settings.find(certificate).map(file -> new Given(Path.of(file), Path.of(settings.get(key))));
    }
}
