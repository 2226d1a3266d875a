package io.pulsefleet.store.fleet;

import io.pulsefleet.store.PlainText;
import java.util.List;

/**
 * What an agent tells of its host and itself.
 *
 * @param ipAddress where it called from
 */
public record Facts(
        String hostname,
        String ipAddress,
        List<String> addresses,
        String os,
        String kernel,
        String arch,
        int cpus,
        long memoryBytes,
        String version,
        String boot) {

    public Facts {
        hostname = PlainText.of(hostname);
        os = PlainText.of(os);
        kernel = PlainText.of(kernel);
        arch = PlainText.of(arch);
        version = PlainText.of(version);
        boot = PlainText.of(boot);
    }
}
